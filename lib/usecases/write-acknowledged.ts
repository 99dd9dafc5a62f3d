import { AppError } from '../domain/errors.ts'
import { type Acknowledgement, nobodyAsked } from '../domain/follow-up/acknowledgement.ts'
import type { Ctx } from '../ports/ctx.ts'
import type { AcknowledgementQuery } from '../ports/proxies.ts'

/** Istiod gathers changes for 0.1 to 10 s before it pushes; where nobody can be asked so long is waited instead. */
export const patienceSeconds = 10
const pollSeconds = 0.2

/**
 * Waits until the proxies have acknowledged a write, 10 s at most: one that the change does not concern never will. Where
 * nobody can be asked it waits as long. Rejects with `invalid` (`rejected-by-proxies`) when one refused it: going on would
 * send requests to what is not there.
 */
export async function writeAcknowledged(
  ctx: Ctx<'proxies' | 'clock'>,
  query: AcknowledgementQuery,
): Promise<Acknowledgement> {
  const until = ctx.clock.now() + patienceSeconds
  let last = nobodyAsked('not-asked')
  while (ctx.clock.now() < until) {
    last = await ctx.proxies.acknowledgement(query, ctx.signal)
    if (last.state === 'acknowledged') {
      return last
    }
    const [refusal] = last.rejections
    if (refusal !== undefined) {
      const { proxy, message } = refusal
      throw new AppError('invalid', { what: message, reason: 'rejected-by-proxies', proxy, message })
    }
    const rest = Math.max(0.001, until - ctx.clock.now())
    await ctx.clock.sleep(last.state === 'unknown' ? rest : Math.min(pollSeconds, rest), ctx.signal)
  }
  return last
}
