/** Where a grown service stands: the how-manieth namespace, and the how-manieth service in it. */
export interface GrownPlace {
  namespaceIndex: number
  index: number
}

const areas = [
  'logistics',
  'billing',
  'identity',
  'media',
  'insight',
  'support',
  'partner',
  'warehouse',
  'marketing',
  'risk',
  'travel',
  'content',
  'messaging',
  'devices',
  'loyalty',
  'maps',
  'subscriptions',
  'returns',
  'sourcing',
  'compliance',
]

const things = [
  'orders',
  'quotes',
  'accounts',
  'profiles',
  'sessions',
  'prices',
  'offers',
  'stock',
  'labels',
  'routes',
  'invoices',
  'taxes',
  'images',
  'reviews',
  'alerts',
  'reports',
  'events',
  'rules',
  'slots',
  'tokens',
  'limits',
  'batches',
  'carriers',
  'regions',
  'coupons',
]

const duties = ['api', 'engine', 'index', 'sync', 'store', 'feed', 'rules', 'cache', 'gate', 'jobs']

export function namespaceName(index: number): string {
  const area = areas[index % areas.length] ?? 'area'
  const round = Math.floor(index / areas.length)
  return round === 0 ? area : `${area}-${round + 1}`
}

/** A name that no other service of the namespace has. */
export function serviceName(index: number, protocol: 'http' | 'grpc' | 'tcp'): string {
  const thing = things[index % things.length] ?? 'thing'
  const round = Math.floor(index / things.length)
  const duty = duties[round % duties.length] ?? 'part'
  const suffix = round < duties.length ? '' : `-${Math.floor(round / duties.length) + 1}`
  return `${thing}-${protocol === 'tcp' ? `${duty}-db` : duty}${suffix}`
}
