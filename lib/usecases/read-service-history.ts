import { findService } from '../domain/mesh/find-service.ts'
import type { ServiceHistory } from '../domain/telemetry/service-history.ts'
import type { Ctx } from '../ports/ctx.ts'
import { type HistoryQuestion, readHistory } from './read-history.ts'

/** The history of what arrived at one service; `readHistory` tells what is guaranteed. */
export async function readServiceHistory(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  question: HistoryQuestion,
): Promise<ServiceHistory> {
  const isKnown = (...asked: Parameters<typeof findService>) => findService(...asked) !== undefined
  return readHistory(ctx, { of: { service: question.name }, isKnown }, question)
}
