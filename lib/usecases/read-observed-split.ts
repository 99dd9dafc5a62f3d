import type { ServiceSplit } from '../domain/changes/service-split.ts'
import { AppError } from '../domain/errors.ts'
import type { ObservedSplit } from '../domain/follow-up/observed-split.ts'
import { observedSplitOf } from '../domain/follow-up/observed-split-of.ts'
import { wantedSplit } from '../domain/follow-up/wanted-split.ts'
import type { Ctx } from '../ports/ctx.ts'

const usualScrapeSeconds = 15
/** Traffic turns 0.2 s after a write. */
const settledAfterSeconds = 1
const longestSeconds = 300

/**
 * What traffic shows of a split since a change of it, over 5 minutes at most. Samples of before are kept out: counting
 * begins one scrape after the change. Undefined where traffic cannot be read.
 */
export async function readObservedSplit(
  ctx: Ctx<'metrics' | 'clock'>,
  split: ServiceSplit,
  changedAt: number | undefined,
): Promise<ObservedSplit | undefined> {
  const { namespace, service, cluster } = split
  try {
    const interval = (await ctx.metrics.scrapeIntervalSeconds(ctx.signal, [namespace])) ?? usualScrapeSeconds
    // Whole scrapes, so that everybody who looks asks the same question.
    const to = Math.floor(ctx.clock.now() / interval) * interval
    const settled = (changedAt ?? 0) + settledAfterSeconds + interval
    const from = Math.max(to - longestSeconds, Math.ceil(settled))
    const wanted = wantedSplit(split)
    if (from >= to) {
      return observedSplitOf(wanted, [], { from, to: Math.max(from, to) })
    }
    const counts = await ctx.metrics.requestCounts({ namespace, service, from, to }, ctx.signal)
    const own = counts.filter(({ destination }) => destination.cluster === cluster)
    return observedSplitOf(wanted, own.length > 0 ? own : counts, { from, to })
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (error instanceof AppError) {
      return undefined
    }
    throw error
  }
}
