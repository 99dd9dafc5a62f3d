const offsetBasis = 0xcbf29ce484222325n
const prime = 0x100000001b3n
const separator = 0xff

/**
 * Alertmanager's own fingerprint of a label set, 16 hexadecimal digits: FNV-1a over the sorted names and values as UTF-8,
 * each ended by a byte that UTF-8 never has (prometheus/common, `labelSetToFingerprint`).
 */
export function alertId(labels: Readonly<Record<string, string>>): string {
  const encoder = new TextEncoder()
  let hash = offsetBasis
  const add = (byte: number): void => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime)
  }
  for (const name of Object.keys(labels).sort()) {
    for (const text of [name, labels[name] ?? '']) {
      encoder.encode(text).forEach(add)
      add(separator)
    }
  }
  return hash.toString(16).padStart(16, '0')
}
