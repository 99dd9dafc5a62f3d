import { findWorkload } from '../domain/mesh/find-workload.ts'
import type { ServiceHistory } from '../domain/telemetry/service-history.ts'
import type { Ctx } from '../ports/ctx.ts'
import { type HistoryQuestion, readHistory } from './read-history.ts'

/** The history of what arrived at one workload, or of what it sent; `readHistory` tells what is guaranteed. */
export async function readWorkloadHistory(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  { direction, ...question }: HistoryQuestion & { direction: 'in' | 'out' },
): Promise<ServiceHistory> {
  const isKnown = (...asked: Parameters<typeof findWorkload>) => findWorkload(...asked) !== undefined
  return readHistory(ctx, { of: { workload: question.name, direction }, isKnown }, question)
}
