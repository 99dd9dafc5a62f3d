export interface Visit {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
}

/** What visitors of the shop ask for. Shares sum to 1. */
export const visitMix: readonly (Visit & { share: number })[] = [
  { share: 0.55, method: 'GET', path: '/', headers: {} },
  { share: 0.3, method: 'GET', path: '/products', headers: {} },
  { share: 0.1, method: 'POST', path: '/checkout', headers: {} },
  { share: 0.05, method: 'GET', path: '/', headers: { 'x-user-group': 'testers', cookie: 'group=testers' } },
]

const goldenShare = (Math.sqrt(5) - 1) / 2

/** The visit of that number. Any run of consecutive numbers holds each kind close to its share. */
export function visitAt(number: number): Visit {
  let left = (number * goldenShare) % 1
  for (const { share, ...visit } of visitMix) {
    if (left < share) {
      return visit
    }
    left -= share
  }
  return { method: 'GET', path: '/', headers: {} }
}
