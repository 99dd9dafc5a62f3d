export type ServedProtocol = 'http' | 'grpc' | 'tcp'

export interface Serving {
  protocol: ServedProtocol
  port: number
}

/** Reads `http:8080`; an empty text serves nothing. Port 0 is any free one. */
export function parseServing(text: string): Serving | undefined {
  if (text.trim() === '') {
    return undefined
  }
  const [, protocol, port] = /^(http|grpc|tcp):(\d{1,5})$/.exec(text.trim()) ?? []
  if ((protocol !== 'http' && protocol !== 'grpc' && protocol !== 'tcp') || Number(port) > 65_535) {
    throw new Error(`SERVES: expected protocol:port, got ${text}`)
  }
  return { protocol, port: Number(port) }
}
