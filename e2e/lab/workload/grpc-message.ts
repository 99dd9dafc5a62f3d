const prefixBytes = 5
const longestMessageBytes = 4 * 1024 * 1024

/** One uncompressed, length-prefixed gRPC message around a protobuf message whose first field is `text`. */
export function grpcMessage(text: string): Buffer {
  const value = Buffer.from(text.slice(0, 100))
  const message = Buffer.concat([Buffer.from([0x0a, value.length]), value])
  const prefix = Buffer.alloc(prefixBytes)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

/** Whether the bytes are exactly one uncompressed gRPC message: what a unary call carries either way. */
export function isOneGrpcMessage(bytes: Buffer): boolean {
  return bytes.length >= prefixBytes && bytes[0] === 0 && bytes.readUInt32BE(1) === bytes.length - prefixBytes
}

/** Collects a stream's bytes as long as they may still be one message. */
export function grpcBytes(): { add(chunk: Buffer): void; all(): Buffer } {
  const chunks: Buffer[] = []
  let length = 0
  return {
    add(chunk) {
      length += chunk.length
      if (length <= longestMessageBytes) {
        chunks.push(chunk)
      }
    },
    all: () => Buffer.concat(chunks),
  }
}
