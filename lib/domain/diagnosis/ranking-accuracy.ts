import type { CaseTruth } from './incident-case.ts'
import type { RankedService } from './rank-services.ts'

/** Shares of cases, 0 to 1, in which a right service is among the first 1, 3, 5, and the mean over 1 to 5. */
export interface Accuracy {
  cases: number
  ac1: number
  ac3: number
  ac5: number
  avg5: number
}

/** Where the best right service stands: how many are surely before it, and how many share its score, itself included. */
export interface Placing {
  before: number
  tied: number
}

/** Undefined when no right service was ranked at all. */
export function placingOf(ranking: readonly RankedService[], truth: CaseTruth): Placing | undefined {
  const right = new Set(truth.accept ?? [truth.service])
  const scores = ranking.filter(({ service }) => right.has(service)).map(({ score }) => score)
  if (scores.length === 0) {
    return undefined
  }
  const best = Math.max(...scores)
  return {
    before: ranking.filter(({ score }) => score > best).length,
    tied: ranking.filter(({ score }) => score === best).length,
  }
}

/** Ties share credit: of services with one score each is as likely to come first. */
export function accuracyOf(placings: readonly (Placing | undefined)[]): Accuracy {
  const at = (k: number) => {
    const credits = placings.map((place) =>
      place === undefined ? 0 : Math.max(0, Math.min(1, (k - place.before) / place.tied)),
    )
    return credits.reduce((sum, credit) => sum + credit, 0) / Math.max(1, placings.length)
  }
  const avg5 = [1, 2, 3, 4, 5].reduce((sum, k) => sum + at(k), 0) / 5
  return { cases: placings.length, ac1: at(1), ac3: at(3), ac5: at(5), avg5 }
}
