import type { AppError } from '../domain/errors.ts'
import type { Inventory } from '../domain/mesh/inventory.ts'
import { type Notice, noticeOf } from '../domain/notice.ts'
import type { EdgeTraffic } from '../domain/telemetry/traffic.ts'
import type { UnixSeconds } from '../domain/time.ts'
import type { Ctx } from '../ports/ctx.ts'
import { nothingKnown, readInventory, type Settled, settledRead } from './read-inventory.ts'

/** Above this many services p95 costs more than the whole rest of the answer. */
const maxServicesWithQuantiles = 200
/** The inventory is read from memory; one that takes longer is being listed for the first time and must not hold up Prometheus. */
const inventoryPatienceSeconds = 0.1

export interface Sources {
  inventory: Inventory
  /** Undefined: not measurable now, a notice says why. */
  traffic: EdgeTraffic | undefined
  notices: Notice[]
  /** Why the inventory is empty, when it could not be read. */
  inventoryFailure: AppError | undefined
}

export interface SourcesQuestion {
  at: UnixSeconds
  windowSeconds: number
  namespaces?: string[] | undefined
}

/**
 * Reads the inventory and one window of telemetry side by side, and says in notices what is missing and why. Rejects
 * with Kubernetes' `AppError` when neither answers, and with the signal's reason when aborted.
 */
export async function readSources(
  ctx: Ctx<'cluster' | 'metrics' | 'clock'>,
  question: SourcesQuestion,
): Promise<Sources> {
  const inventoryRead = readInventory(ctx)
  const scrapeRead = ctx.metrics.scrapeIntervalSeconds(ctx.signal, question.namespaces).catch(() => undefined)
  const why = await whyWithoutQuantiles(ctx, inventoryRead, question.namespaces)
  const trafficRead = settledRead(
    ctx,
    ctx.metrics.edgeTraffic(
      {
        at: question.at,
        windowSeconds: question.windowSeconds,
        ...(question.namespaces !== undefined && { namespaces: question.namespaces }),
        withQuantiles: why === undefined,
      },
      ctx.signal,
    ),
  )
  const [inventory, traffic, scrapeIntervalSeconds] = await Promise.all([inventoryRead, trafficRead, scrapeRead])
  if ('failure' in inventory && 'failure' in traffic) {
    throw inventory.failure
  }
  const known = 'failure' in inventory ? undefined : inventory.value
  const measured = 'failure' in traffic ? undefined : traffic.value
  return {
    inventory: known ?? nothingKnown,
    traffic: measured,
    inventoryFailure: 'failure' in inventory ? inventory.failure : undefined,
    notices: [
      ...('failure' in inventory ? [noticeOf('kubernetes', inventory.failure)] : inventory.value.notices),
      ...('failure' in traffic ? [noticeOf('prometheus', traffic.failure)] : []),
      ...unknownNamespaces(question.namespaces, known, measured),
      ...windowTooShort(question.windowSeconds, scrapeIntervalSeconds, measured !== undefined && isQuiet(measured)),
      ...(measured === undefined ? [] : trafficNotices(measured, why)),
    ],
  }
}

/** A mesh nobody can count may be large: quantiles must not weigh on Prometheus while Kubernetes is down or slow. */
async function whyWithoutQuantiles(
  ctx: Ctx<'clock'>,
  inventoryRead: Promise<Settled<Inventory>>,
  namespaces: string[] | undefined,
): Promise<'large' | 'size-unknown' | undefined> {
  const patience = new AbortController()
  const impatient = ctx.clock
    .sleep(inventoryPatienceSeconds, AbortSignal.any([ctx.signal, patience.signal]))
    .catch(() => undefined)
  const read = await Promise.race([inventoryRead.catch(() => undefined), impatient])
  patience.abort()
  if (read === undefined || 'failure' in read) {
    return 'size-unknown'
  }
  const { services, notices } = read.value
  if (services.length === 0 && notices.some(({ source }) => source === 'kubernetes')) {
    return 'size-unknown'
  }
  const wanted =
    namespaces === undefined ? services : services.filter((service) => namespaces.includes(service.namespace))
  return wanted.length > maxServicesWithQuantiles ? 'large' : undefined
}

function unknownNamespaces(
  wanted: string[] | undefined,
  inventory: Inventory | undefined,
  traffic: EdgeTraffic | undefined,
): Notice[] {
  if (wanted === undefined || inventory === undefined) {
    return []
  }
  const known = new Set(inventory.namespaces.map((namespace) => namespace.name))
  for (const { source, destination } of [...(traffic?.requests ?? []), ...(traffic?.tcp ?? [])]) {
    for (const name of [source.namespace, destination.namespace, destination.serviceNamespace]) {
      if (name !== undefined) {
        known.add(name)
      }
    }
  }
  const names = wanted.filter((name) => !known.has(name))
  return names.length === 0 ? [] : [{ source: 'kubernetes', code: 'unknown-namespace', params: { names } }]
}

/**
 * Rates need two samples (Prometheus `rate()`): a window finer than two scrapes shows nothing, or gaps. One of just two
 * scrapes shows nothing when scrapes jitter, so it is told only of an empty answer; a second more is always enough.
 */
export function windowTooShort(
  windowSeconds: number,
  scrapeIntervalSeconds: number | undefined,
  isEmpty: boolean,
): Notice[] {
  if (scrapeIntervalSeconds === undefined) {
    return []
  }
  const minimumSeconds = Math.ceil(2 * scrapeIntervalSeconds) + 1
  return windowSeconds < 2 * scrapeIntervalSeconds || (isEmpty && windowSeconds < minimumSeconds)
    ? [{ source: 'prometheus', code: 'window-too-short', params: { minimumSeconds } }]
    : []
}

function isQuiet(traffic: EdgeTraffic): boolean {
  return traffic.requests.length === 0 && traffic.tcp.length === 0
}

function trafficNotices(traffic: EdgeTraffic, why: 'large' | 'size-unknown' | undefined): Notice[] {
  const notices: Notice[] = isQuiet(traffic) ? [{ source: 'prometheus', code: 'no-traffic' }] : []
  if (traffic.unusableSamples > 0) {
    notices.push({ source: 'prometheus', code: 'unusable-samples', params: { count: traffic.unusableSamples } })
  }
  if (traffic.isPartial === true) {
    notices.push({ source: 'prometheus', code: 'partial' })
  }
  if (why !== undefined) {
    notices.push({ source: why === 'large' ? 'prometheus' : 'kubernetes', code: 'quantiles-omitted' })
  }
  return notices
}
