import { AppError, type ErrorCode } from '../domain/errors.ts'
import type { SourceName } from '../domain/notice.ts'
import type { Ctx } from '../ports/ctx.ts'

const probeSeconds = 5

export interface SourceState {
  source: SourceName
  status: 'ok' | 'down'
  code?: ErrorCode
  tookMs: number
  /** Host and port of the one of several servers that answers. */
  answeredBy?: string
}

export interface Readiness {
  status: 'ok' | 'partial' | 'down'
  sources: SourceState[]
}

/** Asks every source whether it answers, all at once, for at most 5 s. Never rejects: a source that fails is `down` with its code. */
export async function readReadiness(ctx: Ctx<'cluster' | 'metrics' | 'alerts'>): Promise<Readiness> {
  const sources = await Promise.all([
    probed('kubernetes', (signal) => ctx.cluster.probe(signal), ctx.signal),
    probed('prometheus', (signal) => ctx.metrics.probe(signal), ctx.signal).then((state) => ({
      ...state,
      ...(state.status === 'ok' && ctx.metrics.answeredBy && { answeredBy: ctx.metrics.answeredBy() }),
    })),
    ...ctx.alerts
      .filter(({ source }) => source !== 'prometheus')
      .map(({ source, list }) => probed(source, list, ctx.signal)),
  ])
  const working = sources.filter((source) => source.status === 'ok').length
  return { status: working === sources.length ? 'ok' : working === 0 ? 'down' : 'partial', sources }
}

async function probed(
  source: SourceName,
  probe: (signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): Promise<SourceState> {
  const started = performance.now()
  const deadline = AbortSignal.timeout(probeSeconds * 1000)
  const code = await probe(AbortSignal.any([signal, deadline])).then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error.code : deadline.aborted ? 'timeout' : 'internal'),
  )
  const tookMs = Math.round(performance.now() - started)
  return code === undefined ? { source, status: 'ok', tookMs } : { source, status: 'down', code, tookMs }
}
