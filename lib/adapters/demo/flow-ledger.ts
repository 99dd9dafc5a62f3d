import type { UnixSeconds } from '../../domain/time.ts'
import type { CountOf, Flow, Process, Reporter } from './flow.ts'
import type { LatencyLaw } from './latency-law.ts'
import type { PlannedFlow } from './planned-flows.ts'
import { eventsUpTo } from './unit-process.ts'

/** Everything that was ever counted, by the plans that were in force one after the other. */
export interface FlowLedger {
  flows(): Iterable<Flow>
  /** From `from` on as planned, and nothing else; a later plan must not begin earlier. */
  follow(planned: Map<string, PlannedFlow>, from: UnixSeconds): void
  /** Takes back what was planned from `from` on. */
  rewind(from: UnixSeconds): void
  /** The number of events of a process by `second`. */
  eventsBy(second: UnixSeconds): (process: Process) => number
  countsBy(second: UnixSeconds): CountOf
}

/** `totalsAt`: of each demand its requests since the epoch. */
export function flowLedger(totalsAt: (second: UnixSeconds) => number[]): FlowLedger {
  const flows = new Map<string, Flow>()
  const nothing = totalsAt(0).map(() => 0)

  const eventsBy = (second: UnixSeconds) => {
    const totals = totalsAt(second)
    return (process: Process) => eventsUpTo(process.hash, expectedEvents(process, second, totals))
  }
  const countsBy = (second: UnixSeconds): CountOf => {
    const events = eventsBy(second)
    return (flow, reporter) => {
      let count = 0
      for (const process of flow.processes) {
        count += process.by === 'both' || process.by === reporter ? events(process) : 0
      }
      return count
    }
  }
  return {
    flows: () => flows.values(),
    follow(planned, from) {
      const totals = totalsAt(from)
      const countAt = countsBy(from)
      for (const [key, { flow, processes }] of planned) {
        const known = flows.get(key) ?? { ...flow, latency: { source: [], destination: [] }, processes: [] }
        flows.set(key, known)
        for (const { process } of processes.values()) {
          if (!known.processes.some((one) => isSame(one, process))) {
            known.processes.push({ ...process, spans: [] })
          }
        }
      }
      for (const [key, flow] of flows) {
        const plan = planned.get(key)
        for (const [reporter, law] of plan?.laws ?? []) {
          continueLaw(flow, { reporter, law, from }, countAt)
        }
        for (const process of flow.processes) {
          const shares = plan?.processes.get(idOf(process))?.shares ?? nothing
          continueProcess(process, shares, from, totals)
        }
      }
    },
    rewind(from) {
      for (const { processes, latency } of flows.values()) {
        for (const spans of [...processes.map((process) => process.spans), latency.source, latency.destination]) {
          while ((spans.at(-1)?.from ?? from - 1) >= from) {
            spans.pop()
          }
        }
      }
    },
    eventsBy,
    countsBy,
  }
}

/** By what a process is known within its flow. */
export function idOf({ by, cause }: Pick<Process, 'by' | 'cause'>): string {
  return `${by} ${cause}`
}

function isSame(one: Pick<Process, 'by' | 'cause'>, other: Pick<Process, 'by' | 'cause'>): boolean {
  return one.by === other.by && one.cause === other.cause
}

/** Appends a span, unless nothing changes. */
function continueProcess(process: Process, shares: number[], from: UnixSeconds, totals: number[]): void {
  const last = process.spans.at(-1)
  const isIdle = last === undefined && shares.every((share) => share === 0)
  if (isIdle || last?.shares.every((share, index) => share === shares[index])) {
    return
  }
  const floor = expectedEvents(process, from, totals)
  process.spans.push({ from, shares, floor, offset: floor - weighted(shares, totals) })
}

function continueLaw(
  flow: Flow,
  { reporter, law, from }: { reporter: Reporter; law: LatencyLaw; from: UnixSeconds },
  countAt: CountOf,
): void {
  const spans = flow.latency[reporter]
  if (spans.at(-1)?.law !== law) {
    spans.push({ from, law, fromCount: spans.length === 0 ? 0 : countAt(flow, reporter) })
  }
}

function expectedEvents({ spans }: Process, second: UnixSeconds, totals: number[]): number {
  for (let index = spans.length - 1; index >= 0; index--) {
    const span = spans[index]
    if (span !== undefined && span.from <= second) {
      return Math.max(span.floor, span.offset + weighted(span.shares, totals))
    }
  }
  return 0
}

function weighted(shares: number[], totals: number[]): number {
  let sum = 0
  for (let index = 0; index < shares.length; index++) {
    sum += (shares[index] ?? 0) * (totals[index] ?? 0)
  }
  return sum
}
