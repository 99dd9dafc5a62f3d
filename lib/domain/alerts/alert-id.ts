const encoder = new TextEncoder()
const separator = 0xff
const word = 2 ** 32

/**
 * Alertmanager's own fingerprint of a label set, 16 hexadecimal digits: FNV-1a over the sorted names and values as UTF-8,
 * each ended by a byte that UTF-8 never has (prometheus/common, `labelSetToFingerprint`).
 */
export function alertId(labels: Readonly<Record<string, string>>): string {
  // The 64 bits as two numbers: as one bigint ten thousand alerts take a second.
  let high = 0xcbf29ce4
  let low = 0x84222325
  const add = (byte: number): void => {
    const mixed = (low ^ byte) >>> 0
    // Times the prime 2^40 + 0x1b3.
    const product = mixed * 0x1b3
    high = (high * 0x1b3 + mixed * 0x100 + Math.floor(product / word)) % word
    low = product % word
  }
  for (const name of Object.keys(labels).sort()) {
    for (const text of [name, labels[name] ?? '']) {
      encoder.encode(text).forEach(add)
      add(separator)
    }
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('')
}
