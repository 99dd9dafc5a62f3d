const blockLevels = 20
const blockEvents = 2 ** blockLevels

/** Murmur3's finaliser: every input bit moves every output bit. */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** A 32-bit hash of a text under a seed. */
export function hashText(text: string, seed: number): number {
  let h = mix(seed ^ 0x9e3779b9)
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
    h ^= h >>> 15
  }
  return mix(h)
}

/** A number in [0, 1) fixed by its two arguments. */
export function hashUnit(key: number, index: number): number {
  return (mix(key + Math.imul(index, 0x9e3779b1)) >>> 0) / 2 ** 32
}

/**
 * Events of a Poisson process of rate 1 in (0, x], found by hashing alone: the same key and x give the same count in
 * whatever order they are asked. A block of 2^20 expected events holds exactly that many (so counts far apart vary less
 * than Poisson); inside, each node's events are split between its halves by Binomial(n, ½) down to single events.
 */
export function eventsUpTo(key: number, x: number): number {
  if (!(x > 0)) {
    return 0
  }
  const block = Math.floor(x / blockEvents)
  let offset = x - block * blockEvents
  let count = block * blockEvents
  const blockKey = mix(key ^ Math.imul(mix(block + 0x2545f491), 0x27d4eb2f))
  let events = blockEvents
  let node = 1
  let size = blockEvents
  while (size > 1 && events > 3) {
    const left = splitEvenly(events, mix(blockKey + Math.imul(node, 0x9e3779b1)))
    size /= 2
    if (offset < size) {
      events = left
      node = 2 * node
    } else {
      count += left
      events -= left
      offset -= size
      node = 2 * node + 1
    }
  }
  for (let event = 0; event < events; event++) {
    if (hashUnit(blockKey ^ Math.imul(node, 0x85ebca6b), event + 1) * size <= offset) {
      count++
    }
  }
  return count
}

/** A Binomial(n, ½) draw made of hashed bits; above 32 trials its normal approximation. */
function splitEvenly(n: number, hash: number): number {
  if (n <= 32) {
    return countBits(n === 32 ? hash : hash & ((1 << n) - 1))
  }
  const other = mix(hash ^ 0x68bc21eb)
  const sum = (hash & 0xffff) + (hash >>> 16) + (other & 0xffff) + (other >>> 16)
  const normal = (sum / 65_536 - 2) * Math.sqrt(3)
  return Math.min(n, Math.max(0, Math.round(n / 2 + (Math.sqrt(n) / 2) * normal)))
}

function countBits(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
