const prefixBytes = 4
const longestFrameBytes = 64 * 1024

/** A frame of `bytes` bytes in all, its length first. */
export function tcpFrame(bytes: number): Buffer {
  const frame = Buffer.alloc(bytes, 'x')
  frame.writeUInt32BE(bytes - prefixBytes)
  return frame
}

/** Cuts a stream into frames: returns how many have become complete with these bytes, and throws on a length nobody sends. */
export function frameCounter(): (chunk: Buffer) => number {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    let complete = 0
    while (rest.length >= prefixBytes) {
      const length = rest.readUInt32BE()
      if (length > longestFrameBytes) {
        throw new Error(`a frame of ${length} bytes`)
      }
      if (rest.length < prefixBytes + length) {
        break
      }
      rest = rest.subarray(prefixBytes + length)
      complete++
    }
    return complete
  }
}
