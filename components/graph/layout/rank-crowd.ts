import type { Pair } from './graph-layout.ts'

/**
 * Ranks of a crowd from left to right: callers before what they call, as far as calls do not run in circles (a call
 * that closes a circle, met in order of ids, does not count). Within a rank, near to whom they are called by. Linear in
 * calls, for what is too many for a layered layout.
 */
export function rankCrowd(ids: readonly string[], pairs: readonly Pair[]): string[][] {
  const calls = Map.groupBy(pairs, ({ source }) => source)
  const order = callOrder(ids, calls)
  const place = new Map(order.map((id, index) => [id, index]))
  const forward = pairs.filter(({ source, target }) => (place.get(source) ?? 0) < (place.get(target) ?? 0))
  const callers = Map.groupBy(forward, ({ target }) => target)
  const rankOf = new Map<string, number>()
  for (const id of order) {
    const above = (callers.get(id) ?? []).map(({ source }) => rankOf.get(source) ?? 0)
    rankOf.set(id, above.length === 0 ? 0 : Math.max(...above) + 1)
  }
  const ranks = Map.groupBy(ids, (id) => rankOf.get(id) ?? 0)
  const height = new Map<string, number>()
  return [...ranks.keys()]
    .toSorted((a, b) => a - b)
    .map((rank) => {
      const members = ranks.get(rank) ?? []
      const pull = new Map(members.map((id) => [id, middleOf(callers.get(id) ?? [], height)]))
      const sorted = members.toSorted((a, b) => (pull.get(a) ?? 0) - (pull.get(b) ?? 0) || (a < b ? -1 : 1))
      sorted.forEach((id, index) => {
        height.set(id, (index + 0.5) / sorted.length)
      })
      return sorted
    })
}

function middleOf(callers: readonly Pair[], height: ReadonlyMap<string, number>): number {
  return callers.length === 0
    ? 0.5
    : callers.reduce((sum, { source }) => sum + (height.get(source) ?? 0.5), 0) / callers.length
}

/** Every node before what it calls, circles aside: depth first, callers' callers first, without recursion. */
function callOrder(ids: readonly string[], calls: ReadonlyMap<string, Pair[]>): string[] {
  const called = new Set([...calls.values()].flat().map(({ target }) => target))
  const starts = [...ids.filter((id) => !called.has(id)), ...ids]
  const seen = new Set<string>()
  const finished: string[] = []
  for (const start of starts) {
    const stack: { id: string; next: number }[] = seen.has(start) ? [] : [{ id: start, next: 0 }]
    seen.add(start)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = calls.get(top.id)?.[top.next]?.target
      top.next += 1
      if (target === undefined) {
        finished.push(top.id)
        stack.pop()
      } else if (!seen.has(target)) {
        seen.add(target)
        stack.push({ id: target, next: 0 })
      }
    }
  }
  return finished.toReversed()
}
