import type { CheckedSuspect } from '#lib/domain/diagnosis/mesh-diagnosis.ts'
import type { Evidence, SuspectKind } from '#lib/domain/diagnosis/suspect.ts'

export type Trouble = 'fails' | 'slow' | 'skips' | 'other'
export type ClaimKey = `${Exclude<SuspectKind, 'load' | 'unknown'>}.${Trouble}` | 'load' | 'unknown'

/** A fact is worth telling from this many usual spreads on. */
const tellingZ = 3

/** Whether a fact tells of a change, and is not only what was looked at. */
export function isTelling(fact: Evidence): boolean {
  return 'z' in fact ? Math.abs(fact.z) >= tellingZ : true
}

export type Trend = 'more' | 'less' | 'same' | 'standing'

/** Which way a fact moved; of failures that were there all along nobody knows a before. */
export function trendOf(fact: Evidence, isStanding: boolean): Trend {
  if (!isTelling(fact)) {
    return 'same'
  }
  if (isStanding && (fact.kind === 'errors' || fact.kind === 'flag')) {
    return 'standing'
  }
  const [before, now] = beforeAndNow(fact)
  return now > before ? 'more' : now < before ? 'less' : 'same'
}

/** The two numbers of a fact: before and now, other versions and this one, or once and so many times as much. */
export function beforeAndNow(fact: Evidence): readonly [before: number, now: number] {
  switch (fact.kind) {
    case 'gap': {
      const [before, now] = [fact.feltMs[0] - fact.doneMs[0], fact.feltMs[1] - fact.doneMs[1]]
      return [Math.max(0, before), Math.max(0, now)]
    }
    case 'version':
      return [fact.others, fact.now]
    case 'fewer-calls':
      return [1, fact.callsRatio]
    case 'surge':
      return [1, fact.times]
    case 'gaps':
    case 'change':
      return [0, 0]
    default:
      return [fact.before, fact.now]
  }
}

/** What a suspect is said to have done: the key of the sentence. */
export function claimKey({ kind, evidence }: CheckedSuspect): ClaimKey {
  if (kind === 'load' || kind === 'unknown') {
    return kind
  }
  return `${kind}.${troubleOf(evidence.map(({ fact }) => fact))}`
}

function troubleOf(facts: readonly Evidence[]): Trouble {
  const worse = facts.filter((fact) => 'z' in fact && fact.z >= tellingZ)
  const contrast = worse.find(({ kind }) => kind === 'version')
  if (contrast?.kind === 'version') {
    return contrast.metric === 'errors' ? 'fails' : 'slow'
  }
  if (worse.some(({ kind }) => kind === 'errors' || kind === 'flag')) {
    return 'fails'
  }
  if (worse.some(({ kind }) => kind === 'latency') || facts.some(({ kind }) => kind === 'gap')) {
    return 'slow'
  }
  return facts.some(({ kind }) => kind === 'fewer-calls') ? 'skips' : 'other'
}

/** The flag or code that grew most on the suspect's calls, which tells who stopped them. */
export function loudestFlag({ evidence }: CheckedSuspect): string | undefined {
  const flags = evidence.flatMap(({ fact }) => (fact.kind === 'flag' ? [fact] : []))
  return flags.toSorted((a, b) => b.now - b.before - (a.now - a.before))[0]?.flag
}

/** How many times the usual traffic comes in. */
export function surgeTimes({ evidence }: CheckedSuspect): number | undefined {
  return evidence.flatMap(({ fact }) => (fact.kind === 'surge' ? [fact.times] : []))[0]
}
