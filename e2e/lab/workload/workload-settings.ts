import type { Latency } from './draw-latency.ts'
import { type OwnAnswer, parseAnswers } from './own-answer.ts'
import { parseServing, type Serving } from './serving.ts'
import { parseCalls, type WorkloadCall } from './workload-call.ts'

export interface WorkloadSettings {
  service: string
  version: string
  /** Nothing for a batch client. */
  serving?: Serving
  listenHost: string
  /** Where `/healthz` is served unless the workload speaks HTTP anyway. */
  healthPort: number
  calls: WorkloadCall[]
  callTimeoutMs: number
  /** How often a batch client starts by itself. */
  ratePerSecond: number
  latency: Latency
  answers: OwnAnswer[]
  behaviourFile?: string
}

const mostPerSecond = 500

/** Reads a workload's environment; throws with the variable's name on the first that makes no sense. */
export function workloadSettings(env: Readonly<Record<string, string | undefined>>): WorkloadSettings {
  const serving = parseServing(env.SERVES ?? '')
  const ratePerSecond = numberOf(env, 'RATE', 0, mostPerSecond)
  if (serving !== undefined && ratePerSecond > 0) {
    throw new Error('RATE: a workload that serves makes its calls for those who call it')
  }
  const { BEHAVIOUR_FILE: behaviourFile } = env
  return {
    service: env.SERVICE ?? 'workload',
    version: env.VERSION ?? '',
    ...(serving === undefined ? {} : { serving }),
    listenHost: env.LISTEN_HOST ?? '0.0.0.0',
    healthPort: numberOf(env, 'HEALTH_PORT', 8081, 65_535),
    calls: parseCalls(env.CALLS ?? ''),
    callTimeoutMs: numberOf(env, 'CALL_TIMEOUT_MS', 15_000, 600_000),
    ratePerSecond,
    latency: {
      meanMs: numberOf(env, 'LATENCY_MS', 0, 600_000),
      sigma: numberOf(env, 'LATENCY_SIGMA', 0.7, 3),
    },
    answers: serving === undefined ? [] : parseAnswers(env.ANSWERS ?? '', serving.protocol),
    ...(behaviourFile === undefined || behaviourFile === '' ? {} : { behaviourFile }),
  }
}

function numberOf(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  unset: number,
  largest: number,
): number {
  const text = env[name]
  const value = text === undefined || text.trim() === '' ? unset : Number(text)
  if (!(value >= 0 && value <= largest)) {
    throw new Error(`${name}: expected a number from 0 to ${largest}, got ${text}`)
  }
  return value
}
