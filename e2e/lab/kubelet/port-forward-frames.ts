/** The subprotocols of `pods/portforward` over WebSocket that are spoken here, as a kubelet's. */
export const portForwardProtocol = 'v4.channel.k8s.io'

/** A message on a channel: its number, then its bytes. */
export function frame(channel: number, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([channel]), data])
}

/** What opens the data and the error channel of the port at `index`: the port's number, low byte first. */
export function portFrames(index: number, port: number): Buffer[] {
  const number = Buffer.alloc(2)
  number.writeUInt16LE(port)
  return [frame(index * 2, number), frame(index * 2 + 1, number)]
}

export function errorFrame(index: number, text: string): Buffer {
  return frame(index * 2 + 1, Buffer.from(text))
}

export function parseFrame(message: Buffer): { channel: number; data: Buffer } {
  return { channel: message[0] ?? 0, data: message.subarray(1) }
}

/** The ports that a request names, as `port=80&port=81` or `port=80,81`; throws when there is none. */
export function parsePorts(query: URLSearchParams): number[] {
  const ports = [...query.getAll('port'), ...query.getAll('ports')].flatMap((text) => text.split(',')).map(Number)
  if (ports.length === 0 || ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535)) {
    throw new Error('the request must name ports from 1 to 65535')
  }
  return ports
}
