import { AppError } from '../domain/errors.ts'
import { diffGraph } from '../domain/graph/diff-graph.ts'
import type { Scope } from '../domain/graph/scope.ts'
import type { GraphPatch, GraphSnapshot } from '../domain/graph/snapshot.ts'
import type { Ctx } from '../ports/ctx.ts'
import { readGraph } from './read-graph.ts'

/** A patch applies where `from` is the last `seq` or `to`. After a `problem` the last reading stands. */
export type GraphEvent =
  | { kind: 'snapshot'; seq: number; snapshot: GraphSnapshot }
  | { kind: 'patch'; from: number; to: number; patch: GraphPatch }
  | { kind: 'problem'; error: AppError }

const minIntervalSeconds = 5
const maxBackoffSeconds = 30

/**
 * The live graph of a scope: one snapshot, then a patch every scrape interval (at least 5 s), also when nothing changed,
 * because its `takenAt` proves the stream alive. A failed reading is a `problem` event and is tried again after 5, 10,
 * 20, then every 30 s. Never rejects, and ends only when the signal is aborted.
 */
export async function* watchGraph(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  scope: Omit<Scope, 'at'>,
): AsyncGenerator<GraphEvent, void, undefined> {
  let last: GraphSnapshot | undefined
  let seq = 0
  let failures = 0
  while (!ctx.signal.aborted) {
    const reading = await read(ctx, scope)
    if (ctx.signal.aborted) {
      return
    }
    if (reading instanceof AppError) {
      failures += 1
      yield { kind: 'problem', error: reading }
    } else {
      failures = 0
      seq += 1
      yield last === undefined
        ? { kind: 'snapshot', seq, snapshot: reading }
        : { kind: 'patch', from: seq - 1, to: seq, patch: diffGraph(last, reading) }
      last = reading
    }
    const pauseSeconds = failures > 0 ? backoffSeconds(failures) : await intervalSeconds(ctx, scope.namespaces)
    await ctx.clock.sleep(pauseSeconds, ctx.signal).catch(() => undefined)
  }
}

async function read(ctx: Ctx<'cluster' | 'metrics' | 'clock'>, scope: Omit<Scope, 'at'>) {
  try {
    return await readGraph(ctx, { ...scope, at: undefined })
  } catch (error) {
    return error instanceof AppError ? error : new AppError('internal', { what: 'graph' }, { cause: error })
  }
}

async function intervalSeconds(ctx: Ctx<'metrics'>, namespaces: string[] | undefined): Promise<number> {
  const scrape = await ctx.metrics.scrapeIntervalSeconds(ctx.signal, namespaces).catch(() => undefined)
  return Math.max(minIntervalSeconds, scrape ?? 0)
}

function backoffSeconds(failures: number): number {
  return Math.min(maxBackoffSeconds, minIntervalSeconds * 2 ** (failures - 1))
}
