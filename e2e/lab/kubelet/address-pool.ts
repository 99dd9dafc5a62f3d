/** Hands out pod addresses one after another, so that a freed one rests before somebody else gets it. */
export interface AddressPool {
  /** The wanted address when it is free and of this pool, else the next. */
  take(wanted?: string): string
  free(address: string): void
}

const first = 10
const last = 254 * 254 - 1

/** 10.244.1.0 to 10.244.254.255 without the last numbers 0 and 255; `kept` are addresses that pods will want again. */
export function addressPool(kept: readonly string[] = []): AddressPool {
  const used = new Set<number>()
  let cursor = Math.max(first - 1, ...kept.map((address) => indexOf(address) ?? 0))

  function next(): number {
    for (let step = 0; step < last; step++) {
      cursor = cursor >= last ? first : cursor + 1
      if (!used.has(cursor)) {
        return cursor
      }
    }
    throw new Error('no pod address is left')
  }

  return {
    take(wanted) {
      const index = wanted === undefined ? undefined : indexOf(wanted)
      if (index !== undefined && !used.has(index)) {
        used.add(index)
        cursor = Math.max(cursor, index)
        return addressAt(index)
      }
      const free = next()
      used.add(free)
      return addressAt(free)
    },
    free(address) {
      const index = indexOf(address)
      if (index !== undefined) {
        used.delete(index)
      }
    },
  }
}

function addressAt(index: number): string {
  return `10.244.${1 + Math.floor(index / 254)}.${1 + (index % 254)}`
}

function indexOf(address: string): number | undefined {
  const [a, b, c = 0, d = 0] = address.split('.').map(Number)
  const index = (c - 1) * 254 + (d - 1)
  return a === 10 && b === 244 && d >= 1 && d <= 254 && index >= first && index <= last ? index : undefined
}
