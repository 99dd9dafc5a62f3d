import { isAnswerCode } from './own-answer.ts'
import type { ServedProtocol } from './serving.ts'

/** How a workload misbehaves at the moment; nothing set is its usual self. */
export interface Behaviour {
  /** Share of requests that fail: with `failCode`, over TCP by closing the connection unanswered. */
  failShare?: number
  /** HTTP status, or gRPC status at a gRPC server; else 500 or 13. */
  failCode?: number
  /** Added to every answer's latency. */
  extraMs?: number
  /** The process ends with exit code 1, at once and at each start. */
  crash?: true
  /** Share of requests that are never answered. */
  hangShare?: number
  /** A batch client's requests per second. */
  rate?: number
}

const longestExtraMs = 600_000
const mostPerSecond = 500

type Check = (value: unknown, protocol: ServedProtocol | undefined) => boolean

const checks: Record<keyof Behaviour, { check: Check; expected: string }> = {
  failShare: { check: isShare, expected: 'a share from 0 to 1' },
  failCode: {
    check: (value, protocol) => typeof value === 'number' && protocol !== undefined && isAnswerCode(value, protocol),
    expected: 'a status of the protocol served',
  },
  extraMs: { check: (value) => isBetween(value, longestExtraMs), expected: `milliseconds from 0 to ${longestExtraMs}` },
  crash: { check: (value) => value === true, expected: 'true' },
  hangShare: { check: isShare, expected: 'a share from 0 to 1' },
  rate: {
    check: (value, protocol) => protocol === undefined && isBetween(value, mostPerSecond),
    expected: `a batch client's rate from 0 to ${mostPerSecond}`,
  },
}

/** Reads a behaviour file's text; throws with everything that is wrong with it. */
export function parseBehaviour(text: string, protocol: ServedProtocol | undefined): Behaviour {
  const parsed: unknown = JSON.parse(text)
  if (!isBehaviour(parsed)) {
    throw new Error('expected a JSON object')
  }
  const wrong = Object.entries(parsed).flatMap(([name, value]) => {
    const known = isKnown(name) ? checks[name] : undefined
    if (known === undefined) {
      return [`${name} is not known`]
    }
    return known.check(value, protocol) ? [] : [`${name} must be ${known.expected}`]
  })
  if (wrong.length > 0) {
    throw new Error(wrong.join(', '))
  }
  return parsed
}

/** Only the outer shape; every field is checked one by one afterwards. */
function isBehaviour(value: unknown): value is Behaviour {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isKnown(name: string): name is keyof Behaviour {
  return Object.hasOwn(checks, name)
}

function isShare(value: unknown): boolean {
  return isBetween(value, 1)
}

function isBetween(value: unknown, largest: number): boolean {
  return typeof value === 'number' && value >= 0 && value <= largest
}
