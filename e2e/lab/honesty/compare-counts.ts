import { type Bracket, countOf, intersection, offsetBracket, type PodSample } from './offset-bracket.ts'
import { type Subject, subjectKey } from './proxy-counts.ts'

/** Both counts of one subject at the moment of an observation when least was on its way. */
interface Standing {
  subject: Subject
  envoy: number
  counted: number
  /** Where the offset between the two lies. */
  offset: Bracket
}

/** What was known of one proxy's counts. */
export interface PodBaseline {
  sinceSeconds: number
  envoyStartMs: number
  removals: number
  standings: ReadonlyMap<string, Standing>
}

export interface HonestyRow extends Subject {
  pod: string
  /** How much each counted since the baseline. */
  envoy: number
  counted: number
  /** How many could be missing unseen: 0 once the proxy rested for a moment. */
  uncertainty: number
  verdict: 'equal' | 'within bounds' | 'too few' | 'too many' | 'begun anew'
}

export interface PodComparison {
  rows: HonestyRow[]
  /** What is known after the comparison. */
  baseline: PodBaseline
}

interface Settings {
  /** Clusters a proxy sends requests to that no log line tells of. */
  isUnlogged?: (cluster: string) => boolean
  /** Within this time after a request ended, it is counted from the log. */
  lagMs?: number
}

const usualLagMs = 1500
/** Envoy tells its age in whole seconds, and renews it every five. */
const ageToleranceMs = 8000

/** Undefined where the proxy or the count began anew between the samples: the two cannot be held against each other. */
export function baselineOf(samples: readonly PodSample[], lagMs = usualLagMs): PodBaseline | undefined {
  const standings = standingsOf(samples, lagMs)
  return (
    standings && {
      ...standings,
      standings: new Map(
        [...standings.standings].map(([key, standing]) => [key, { ...standing, offset: credible(standing.offset) }]),
      ),
    }
  )
}

/** Holds later samples of a proxy against what was known of it. Undefined where it began anew since. */
export function compareCounts(
  pod: string,
  known: PodBaseline,
  samples: readonly PodSample[],
  { isUnlogged = () => false, lagMs = usualLagMs }: Settings = {},
): PodComparison | undefined {
  const now = standingsOf(samples, lagMs)
  if (now === undefined || !isSameRun(known, now)) {
    return undefined
  }
  const compared = [...now.standings]
    .filter(([, { subject }]) => subject.what !== 'attempts' || !isUnlogged(subject.of))
    .map(([key, standing]) => compareStandings(known.standings.get(key), standing, now.removals > known.removals))
  const standings = compared.map(({ standing }) => [subjectKey(standing.subject), standing] as const)
  return {
    rows: compared.map(({ row }) => ({ pod, ...row })),
    baseline: { ...now, standings: new Map([...known.standings, ...standings]) },
  }
}

function compareStandings(
  known: Standing | undefined,
  now: Standing,
  wereCountersRemoved: boolean,
): { row: Omit<HonestyRow, 'pod'>; standing: Standing } {
  // What neither had counted at the baseline began at the same moment for both.
  const before = known ?? { envoy: 0, counted: 0, offset: { low: 0, high: 0 } }
  const offset = intersection(before.offset, now.offset)
  const isAnew = now.envoy < before.envoy || (wereCountersRemoved && before.offset.low > offset.high)
  return {
    row: {
      ...now.subject,
      envoy: now.envoy - before.envoy,
      counted: now.counted - before.counted,
      uncertainty: Math.max(0, offset.high - offset.low),
      verdict: isAnew ? 'begun anew' : verdictOn(before.offset, offset),
    },
    standing: isAnew
      ? { ...now, offset: credible(now.offset) }
      : { ...now, offset: offset.low <= offset.high ? offset : before.offset },
  }
}

/** An offset that grew means requests the log lacks, one that shrank requests that Envoy does not know. */
function verdictOn(before: Bracket, both: Bracket): HonestyRow['verdict'] {
  if (both.low <= both.high) {
    return both.low === both.high ? 'equal' : 'within bounds'
  }
  return before.low > both.high ? 'too many' : 'too few'
}

/** Bounds that cross mean that the log was written later than expected, which spoils the lower one only. */
function credible({ low, high }: Bracket): Bracket {
  return { low: low > high ? Number.NEGATIVE_INFINITY : low, high }
}

function standingsOf(samples: readonly PodSample[], lagMs: number): PodBaseline | undefined {
  const [first] = samples
  if (first === undefined || !samples.every((sample) => isSameRun(runOf(first), runOf(sample)))) {
    return undefined
  }
  const standings = [...subjectsOf(samples)].map(([key, subject]): [string, Standing] => {
    const standing = samples
      .map(({ envoy, logged }) => ({ envoy: countOf(envoy, key), counted: countOf(logged, key) }))
      .reduce((best, next) => (next.envoy - next.counted <= best.envoy - best.counted ? next : best))
    return [key, { subject, ...standing, offset: offsetBracket(samples, subject, lagMs) }]
  })
  const removals = Math.max(...samples.map(({ envoy }) => envoy.removals))
  return { ...runOf(first), removals, standings: new Map(standings) }
}

type Run = Pick<PodBaseline, 'sinceSeconds' | 'envoyStartMs'>

function runOf({ logged, envoy, envoyAtMs }: PodSample): Run {
  return { sinceSeconds: logged.sinceSeconds, envoyStartMs: envoyAtMs - envoy.uptimeSeconds * 1000 }
}

function isSameRun(one: Run, other: Run): boolean {
  return one.sinceSeconds === other.sinceSeconds && Math.abs(one.envoyStartMs - other.envoyStartMs) <= ageToleranceMs
}

function subjectsOf(samples: readonly PodSample[]): Map<string, Subject> {
  const all = samples.flatMap(({ envoy, logged }) => [...envoy.counts.values(), ...logged.counts.values()])
  return new Map(all.map(({ subject }) => [subjectKey(subject), subject]))
}
