import type { PodSample } from './offset-bracket.ts'
import { type Counts, type Subject, subjectKey } from './proxy-counts.ts'

/** The subject the simulation counts. */
export const requests: Subject = { what: 'requests', direction: 'inbound', of: '8080' }
/** Longer than the simulated log takes. */
export const lagMs = 400
const flushEveryMs = 250

interface Request {
  startMs: number
  endMs: number
}

export interface Traffic {
  requests: Request[]
  /** Those whose line never came to the log, by index. */
  lost?: (index: number) => boolean
  /** What Envoy had counted before the log was followed. */
  offset?: number
}

/** Always the same numbers from 0 to 1. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Requests at random moments, always the same ones. */
export function steadyTraffic(perSecond: number, untilMs: number, seed = 7): Request[] {
  const roll = dice(seed)
  const all: Request[] = []
  for (let startMs = 0; startMs < untilMs; startMs += (-Math.log(1 - roll()) * 1000) / perSecond) {
    all.push({ startMs, endMs: startMs + 5 + roll() * 200 })
  }
  return all
}

function counts(count: number): Counts {
  return new Map([[subjectKey(requests), { subject: requests, count }]])
}

/** What both would have counted at a moment: Envoy from a request's start, the log from the flush after its end. */
function sampleAt(ms: number, { requests: all, lost = () => false, offset = 0 }: Traffic): PodSample {
  const flushedMs = Math.floor(ms / flushEveryMs) * flushEveryMs
  const envoyAtMs = ms + 10
  const logged = all.filter(({ endMs }, index) => endMs <= flushedMs && !lost(index)).length
  const begun = all.filter(({ startMs }) => startMs <= envoyAtMs)
  const active = begun.filter(({ endMs }) => endMs > envoyAtMs).length
  return {
    loggedAtMs: ms,
    logged: { counts: counts(logged), sinceSeconds: 0 },
    envoyAtMs,
    envoy: {
      counts: counts(begun.length + offset),
      active: { inbound: active, outbound: 0 },
      uptimeSeconds: Math.floor(envoyAtMs / 1000),
      removals: 0,
    },
  }
}

/** Samples of both counts over a time. */
export function observation(fromMs: number, toMs: number, traffic: Traffic): PodSample[] {
  const samples: PodSample[] = []
  for (let ms = fromMs; ms <= toMs; ms += 130) {
    samples.push(sampleAt(ms, traffic))
  }
  return samples
}
