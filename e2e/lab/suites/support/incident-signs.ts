import type { EdgeFilter, MeshGrowth } from './mesh-growth.ts'

/** How an incident shows in Istio's metrics. */
export interface IncidentSign {
  incident: string
  /** What the lab showed. */
  shows: string
  /** Whether this growth holds everything the incident is known by. */
  isSeen(growth: MeshGrowth): boolean
  /** Whether this growth still holds a symptom. */
  isLeft(growth: MeshGrowth): boolean
  /** Whether the edge is at work in this growth; without a symptom in it, the incident is over. */
  isAtWork(growth: MeshGrowth): boolean
  /** What does not grow, once the incident is seen, for as long as it goes on. */
  never: EdgeFilter[]
  /** How often the incident is started anew where the first start does not show all of it. */
  tries?: number
}

const source = 'source' as const
const destination = 'destination' as const

/** The load the signs are made for. */
export const visitsPerSecond = 30

const scrapeSeconds = 5

/** Between which rates a growth lies: it holds the requests of up to one scrape more or less than of its own seconds. */
function ratesOf({ seconds, requests }: MeshGrowth, filter: EdgeFilter): { atLeast: number; atMost: number } {
  const count = requests(filter)
  return {
    atLeast: count / (seconds + scrapeSeconds),
    atMost: seconds > scrapeSeconds ? count / (seconds - scrapeSeconds) : Number.POSITIVE_INFINITY,
  }
}

/** Known by what is counted: each of these counts grows, and none of them when all is well. */
function counted(...symptoms: EdgeFilter[]): Pick<IncidentSign, 'isSeen' | 'isLeft'> {
  return {
    isSeen: ({ requests }) => symptoms.every((symptom) => requests(symptom) > 0),
    isLeft: ({ requests }) => symptoms.some((symptom) => requests(symptom) > 0),
  }
}

/** Both proxies count successes. */
function answering(edge: EdgeFilter): Pick<IncidentSign, 'isAtWork'> {
  return {
    isAtWork: ({ requests }) =>
      [source, destination].every((reporter) => requests({ ...edge, reporter, code: '200', flags: '-' }) > 0),
  }
}

const catalog = { from: 'frontend', to: 'catalog' } satisfies EdgeFilter
const catalogV4 = { ...catalog, workload: 'catalog-v4' } satisfies EdgeFilter
const search = { from: 'frontend', to: 'search' } satisfies EdgeFilter
const cart = { from: 'frontend', to: 'cart' } satisfies EdgeFilter
const currency = { from: 'frontend', to: 'currency' } satisfies EdgeFilter
const payments = { from: 'checkout', to: 'payments' } satisfies EdgeFilter
const frontend = { from: 'ingressgateway', to: 'frontend' } satisfies EdgeFilter
const bank = { from: 'payments', to: 'api.bank.example' } satisfies EdgeFilter

/** Both reporters' means, the caller's first. */
function meansMs({ meanMs }: MeshGrowth, edge: EdgeFilter): [number, number] {
  return [meanMs({ ...edge, reporter: source }), meanMs({ ...edge, reporter: destination })]
}

function areAbove(limitMs: number, means: number[]): boolean {
  return means.every((mean) => mean > limitMs)
}

const crashed = { to: 'cart', code: '503' } satisfies EdgeFilter
const denied = { ...cart, workload: 'cart-v7', code: '403', flags: '-' } satisfies EdgeFilter
const overflown = { ...frontend, workload: 'unknown', code: '503', flags: 'UO' } satisfies EdgeFilter
const withoutPods = { ...catalog, workload: 'unknown', code: '503', flags: 'UH' } satisfies EdgeFilter

export const incidentSigns: IncidentSign[] = [
  {
    incident: 'version-failing',
    shows: 'both proxies count 500 without a flag, and nothing else of that version',
    ...counted(
      { ...catalogV4, reporter: source, code: '500', flags: '-' },
      { ...catalogV4, reporter: destination, code: '500', flags: '-' },
    ),
    ...answering(catalogV4),
    never: [{ ...catalogV4, code: '200' }],
  },
  {
    incident: 'version-slow',
    shows: 'both proxies measure the delay at that version, without any flag',
    isSeen: (growth) =>
      areAbove(500, meansMs(growth, catalogV4)) &&
      meansMs(growth, { ...catalog, workload: 'catalog-v3' }).every((mean) => mean < 250),
    isLeft: (growth) => meansMs(growth, catalogV4).some((mean) => mean > 250),
    ...answering(catalogV4),
    never: [
      { ...catalog, code: '503' },
      { ...catalog, code: '504' },
    ],
  },
  {
    incident: 'process-crash',
    shows:
      'the source counts 503 without a flag and the destination why, until the pod is unready: from then on UH, and nothing at the destination',
    isSeen: ({ requests }) =>
      requests({ ...crashed, reporter: source, workload: 'cart-v7', flags: '-' }) > 0 &&
      ['UC', 'URX,UF'].some((flags) => requests({ ...crashed, reporter: destination, flags }) > 0) &&
      requests({ ...crashed, reporter: source, workload: 'unknown', flags: 'UH' }) > 0,
    isLeft: ({ requests }) => requests(crashed) > 0,
    ...answering(cart),
    never: [{ ...cart, reporter: destination, code: '200' }],
    // Less than a second passes before the pod is unready, and there may be no request in it.
    tries: 4,
  },
  {
    incident: 'subset-without-pods',
    shows: 'the source counts 503 UH against no workload, the destination nothing',
    ...counted({ ...withoutPods, reporter: source }),
    ...answering(catalogV4),
    never: [{ ...catalog, reporter: destination, workload: 'catalog-v4' }],
  },
  {
    incident: 'missing-subset',
    shows: 'the source counts 503 NC against the authority, the destination nothing',
    ...counted({
      reporter: source,
      from: 'checkout',
      to: 'payments.pay:8080',
      workload: 'unknown',
      code: '503',
      flags: 'NC',
    }),
    ...answering(payments),
    never: [{ reporter: destination, from: 'checkout', to: 'payments.pay:8080' }],
  },
  {
    incident: 'pool-overflow',
    shows: 'the source counts 503 UO against no workload, the destination only what got through',
    ...counted({ ...overflown, reporter: source }),
    ...answering(frontend),
    never: [{ ...frontend, reporter: destination, code: '503' }],
  },
  {
    incident: 'tight-timeout',
    shows: 'the source counts 504 UT, the destination the same requests as code 0 DC',
    ...counted(
      { ...search, reporter: source, workload: 'search-v5', code: '504', flags: 'UT' },
      { ...search, reporter: destination, workload: 'search-v5', code: '0', flags: 'DC' },
    ),
    ...answering(search),
    never: [{ ...search, reporter: destination, code: '504' }],
  },
  {
    incident: 'authorization-denied',
    shows: 'both proxies count 403 without a flag, for the refused caller alone',
    ...counted({ ...denied, reporter: source }, { ...denied, reporter: destination }),
    ...answering(cart),
    never: [{ from: 'checkout', to: 'cart', code: '403' }],
  },
  {
    incident: 'packet-loss',
    shows: 'the source measures many times the latency of the destination, without any flag',
    isSeen: (growth) => {
      const [sourceMs, destinationMs] = meansMs(growth, currency)
      return sourceMs > 60 && sourceMs > 4 * destinationMs
    },
    isLeft: (growth) => meansMs(growth, currency).some((mean) => mean > 60),
    ...answering(currency),
    never: [{ from: 'checkout', to: 'currency', reporter: destination, code: '503' }],
  },
  {
    incident: 'slow-tcp-database',
    shows: 'its connections look normal, and its callers are slow at both proxies',
    isSeen: (growth) =>
      areAbove(250, meansMs(growth, search)) &&
      [source, destination].every((reporter) => {
        const database = { reporter, to: 'catalog-db' } satisfies EdgeFilter
        return (
          growth.connections(database) > 0 &&
          growth.connections({ ...database, flags: '-' }) === growth.connections(database)
        )
      }),
    isLeft: (growth) => meansMs(growth, search).some((mean) => mean > 150),
    ...answering(search),
    never: [{ ...search, code: '503' }],
  },
  {
    incident: 'load-surge',
    shows: 'both proxies count more than the usual requests, without any flag',
    isSeen: (growth) =>
      [source, destination].every(
        (reporter) => ratesOf(growth, { ...frontend, reporter }).atLeast > 1.3 * visitsPerSecond,
      ),
    isLeft: (growth) =>
      [source, destination].some(
        (reporter) => ratesOf(growth, { ...frontend, reporter }).atLeast > 1.1 * visitsPerSecond,
      ),
    isAtWork: (growth) =>
      [source, destination].every(
        (reporter) => ratesOf(growth, { ...frontend, reporter }).atMost < 1.7 * visitsPerSecond,
      ),
    never: [{ ...frontend, code: '503' }],
  },
  {
    incident: 'external-host-down',
    shows: 'the source counts 503 URX,UF after all attempts, and nobody is there to count at the destination',
    ...counted({ ...bank, reporter: source, workload: 'bank', code: '503', flags: 'URX,UF' }),
    isAtWork: ({ requests }) => requests({ ...bank, reporter: source, code: '200', flags: '-' }) > 0,
    never: [{ ...bank, reporter: destination }],
  },
]
