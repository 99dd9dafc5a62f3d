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
  for (const byte of spelled(labels)) {
    const mixed = (low ^ byte) >>> 0
    // Times the prime 2^40 + 0x1b3.
    const product = mixed * 0x1b3
    high = (high * 0x1b3 + mixed * 0x100 + Math.floor(product / word)) >>> 0
    low = product >>> 0
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('')
}

function spelled(labels: Readonly<Record<string, string>>): Uint8Array {
  const names = Object.keys(labels).sort()
  const texts = names.flatMap((name) => [name, labels[name] ?? ''])
  // No text has a byte 0 of its own in a label; one that did would only share its id.
  return encoder.encode(`${texts.join('\u0000')}\u0000`).map((byte) => (byte === 0 ? separator : byte))
}
