import type { DemoCall, DemoWorkload } from './blueprint.ts'
import type { CallOutcome } from './call-outcomes.ts'
import { bothDelays, type Delay, delayed, isNone, noDelay, retransmissions, upTo } from './duration-mix.ts'
import { type DurationPart, meanOf, shareWithin } from './latency-law.ts'

const networkMs = 1.1
const externalLatency = { meanMs: 58, sigma: 0.45 }
const proxyLatency = { meanMs: 0.6, sigma: 0.4 }

/** What one proxy counts of a request. */
export interface Told {
  code: string
  grpcStatus?: string
  flags: string[]
  durations: DurationPart[]
}

/** A share of requests that end alike, as either proxy has them; a side that is absent never hears of them. */
export interface Answer {
  share: number
  source?: Told
  destination?: Told
  /** Whether the caller fails with it where it depends on the call. */
  isFailure: boolean
  /** How much longer than usual the caller waits. */
  delays: readonly Delay[]
  /** Another attempt followed. */
  isAttempt?: true
}

/** How a workload stands to those who call it. */
export interface Standing {
  /** Share of its requests that fail because of what it calls. */
  passedOn: number
  delays: readonly Delay[]
  /** What it takes, by its own proxy and by those of its callers. */
  durations: { destination: DurationPart[]; source: DurationPart[] }
}

export function standingOf(workload: DemoWorkload, passedOn: number, waits: readonly Delay[]): Standing {
  const { meanMs, sigma, addedMs = 0 } = workload
  const delays = addedMs === 0 ? waits : bothDelays([{ share: 1, addedMs }], waits)
  return {
    passedOn,
    delays,
    durations: {
      destination: delayed({ meanMs, sigma }, delays),
      source: delayed({ meanMs: meanMs + networkMs, sigma }, delays),
    },
  }
}

const quick = delayed(proxyLatency, noDelay)
const outside = delayed({ ...externalLatency, meanMs: externalLatency.meanMs + networkMs }, noDelay)

/** What becomes of the requests of an outcome; shares sum to 1. `standing` is the callee's. */
export function callAnswers(
  call: DemoCall,
  outcome: CallOutcome,
  standing: Standing | undefined,
  hostsDown: readonly string[],
): Answer[] {
  const { proxyAnswer, workload, known } = outcome
  if (proxyAnswer !== undefined) {
    return [ownAnswer(call, proxyAnswer, outcome.injectedDelayMs)]
  }
  if (workload === undefined || standing === undefined) {
    return externalAnswers(call, hostsDown.includes(known?.host ?? ''))
  }
  if (call.protocol === 'tcp') {
    const told = { code: '', flags: [] }
    const { source, destination } = standing.durations
    const sides = { source: { ...told, durations: source }, destination: { ...told, durations: destination } }
    return [{ share: 1, ...sides, isFailure: false, delays: standing.delays }]
  }
  if (outcome.isDenied) {
    return [refusal(call, { code: '403', grpcStatus: '7' })]
  }
  if (workload.crash !== undefined) {
    return [refusal(call, { code: '503', grpcStatus: '14' }, workload.crash.flags)]
  }
  const plain = workloadAnswers(call, workload, standing)
  return outcome.isCopy ? plain.map(asCopy) : onTheWay(call, outcome, standing, plain)
}

type Status = Pick<Told, 'code' | 'grpcStatus'>

/** As telemetry has it: gRPC carries its failures in HTTP 200. */
function statusOf({ protocol }: DemoCall, { code, grpcStatus }: { code: string; grpcStatus: string }): Status {
  return protocol === 'tcp' ? { code: '' } : protocol === 'grpc' ? { code: '200', grpcStatus } : { code }
}

function ownAnswer(
  call: DemoCall,
  { flags, isFailure, ...status }: NonNullable<CallOutcome['proxyAnswer']>,
  heldMs = 0,
): Answer {
  const delays = heldMs === 0 ? noDelay : [{ share: 1, addedMs: heldMs }]
  const durations = heldMs === 0 ? quick : delayed(proxyLatency, delays)
  return { share: 1, source: { ...statusOf(call, status), flags, durations }, isFailure, delays }
}

/** Answered by the callee's proxy, which says why to itself alone. */
function refusal(call: DemoCall, status: { code: string; grpcStatus: string }, flags: string[] = []): Answer {
  const told = statusOf(call, status)
  const durations = delayed({ ...proxyLatency, meanMs: proxyLatency.meanMs + networkMs }, noDelay)
  return {
    share: 1,
    source: { ...told, flags: [], durations },
    destination: { ...told, flags, durations: quick },
    isFailure: true,
    delays: noDelay,
  }
}

function externalAnswers(call: DemoCall, isDown: boolean): Answer[] {
  const answer = (status: { code: string; grpcStatus: string }, share: number, flags: string[] = []): Answer => ({
    share,
    source: { ...statusOf(call, status), flags, durations: isDown ? quick : outside },
    isFailure: isDown,
    delays: noDelay,
  })
  return isDown
    ? [answer({ code: '503', grpcStatus: '14' }, 1, ['URX', 'UF'])]
    : [answer({ code: '200', grpcStatus: '0' }, 0.9996), answer({ code: '502', grpcStatus: '14' }, 0.0004)]
}

/** The success, what the callee passes on, and what it says of its own accord; the same status once. */
function workloadAnswers({ protocol }: DemoCall, workload: DemoWorkload, standing: Standing): Answer[] {
  const isGrpc = protocol === 'grpc'
  const { ownAnswers } = workload
  const own = ownAnswers.reduce((sum, { share }) => sum + share, 0)
  const { passedOn, durations, delays } = standing
  const all = [
    {
      code: '200',
      ...(isGrpc && { grpcStatus: '0' }),
      share: Math.max(0, 1 - own - passedOn),
      isFailure: false,
    },
    { ...(isGrpc ? { code: '200', grpcStatus: '13' } : { code: '500' }), share: passedOn, isFailure: true },
    ...ownAnswers.map(({ code, grpcStatus, share, isFailure }) => ({
      code,
      share,
      isFailure,
      ...(isGrpc && { grpcStatus: grpcStatus ?? '2' }),
    })),
  ]
  return all
    .filter(({ share }) => share > 0)
    .map(({ share, isFailure, ...status }) => ({
      share,
      isFailure,
      delays,
      source: { ...status, flags: [], durations: durations.source },
      destination: { ...status, flags: [], durations: durations.destination },
    }))
}

function asCopy({ source: _source, ...answer }: Answer): Answer {
  return { ...answer, isFailure: false, delays: noDelay }
}

/** What the caller's proxy and the network make of answers. */
function onTheWay(call: DemoCall, outcome: CallOutcome, standing: Standing, plain: Answer[]): Answer[] {
  const { timeoutMs, injectedDelayMs } = outcome
  const lost = call.lostShare === undefined ? noDelay : retransmissions(call.lostShare)
  const held = injectedDelayMs === undefined ? noDelay : [{ share: 1, addedMs: injectedDelayMs }]
  const waits = bothDelays(lost, held)
  const answers = isNone(waits) ? plain : longer(plain, waits, injectedDelayMs === undefined ? [] : ['DI'])
  return timeoutMs === undefined ? answers : cutOff(call, timeoutMs, standing, answers)
}

function longer(answers: Answer[], waits: readonly Delay[], flags: string[]): Answer[] {
  return answers.map(({ source, delays, ...answer }) => ({
    ...answer,
    delays: bothDelays(delays, waits),
    ...(source !== undefined && {
      source: {
        ...source,
        flags: [...flags, ...source.flags],
        durations: source.durations.flatMap((part) =>
          waits.map((wait) => ({
            ...part,
            share: part.share * wait.share,
            addedMs: (part.addedMs ?? 0) + wait.addedMs,
          })),
        ),
      },
    }),
  }))
}

/** The caller's proxy stops waiting: a timeout to it, a client that left to the callee's (measured). */
function cutOff(call: DemoCall, timeoutMs: number, standing: Standing, answers: Answer[]): Answer[] {
  const durations = answers[0]?.source?.durations ?? []
  const within = shareWithin(durations, timeoutMs)
  const inTime = answers.map((answer) => ({
    ...answer,
    share: answer.share * within,
    ...(answer.source && { source: { ...answer.source, durations: upTo(durations, timeoutMs) } }),
    ...(answer.destination && {
      destination: { ...answer.destination, durations: upTo(standing.durations.destination, timeoutMs) },
    }),
  }))
  const after = delayed(proxyLatency, [{ share: 1, addedMs: timeoutMs }])
  const isGrpc = call.protocol === 'grpc'
  const late: Answer = {
    share: 1 - within,
    source: { ...statusOf(call, { code: '504', grpcStatus: '14' }), flags: ['UT'], durations: after },
    destination: { code: '0', flags: [isGrpc ? 'DR' : 'DC'], durations: after },
    isFailure: true,
    delays: [{ share: 1, addedMs: Math.max(0, timeoutMs - meanOf(standing.durations.source)) }],
  }
  return within === 1 ? answers : [...inTime, late].filter(({ share }) => share > 0)
}
