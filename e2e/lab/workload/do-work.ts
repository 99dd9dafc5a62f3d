import { setTimeout as pause } from 'node:timers/promises'
import type { Behaviour } from './behaviour.ts'
import { drawLatencyMs, type Latency } from './draw-latency.ts'
import { drawAnswer, type OwnAnswer } from './own-answer.ts'
import type { ServedProtocol } from './serving.ts'

/** What a server of any protocol does with a request that has been worked on. */
export type Verdict = { kind: 'answer'; code: number; isSuccess: boolean } | { kind: 'hang' }

export type Work = (headers: Record<string, string>) => Promise<Verdict>

interface WorkParts {
  protocol: ServedProtocol
  behaviour: () => Behaviour
  latency: Latency
  answers: OwnAnswer[]
  /** Makes all calls of one request; resolves with whether one failed that the caller fails with. */
  makeCalls: (headers: Record<string, string>) => Promise<boolean>
  random: () => number
}

const plainCodes: Record<ServedProtocol, { success: number; failure: number }> = {
  http: { success: 200, failure: 500 },
  grpc: { success: 0, failure: 13 },
  tcp: { success: 0, failure: 1 },
}

/** The work behind each request: calls and own computing side by side, then the answer. */
export function doWork({ protocol, behaviour, latency, answers, makeCalls, random }: WorkParts): Work {
  const { success, failure } = plainCodes[protocol]
  return async (headers) => {
    const { hangShare = 0, extraMs = 0, failShare = 0, failCode = failure } = behaviour()
    if (random() < hangShare) {
      return { kind: 'hang' }
    }
    const [mustFail] = await Promise.all([makeCalls(headers), pause(drawLatencyMs(latency, random) + extraMs)])
    const isMade = random() < failShare
    const code = isMade ? failCode : (drawAnswer(answers, random)?.code ?? (mustFail ? failure : success))
    return { kind: 'answer', code, isSuccess: !isMade && code === success }
  }
}
