import { StringDecoder } from 'node:string_decoder'
import { ApiFailure } from './api-failure.ts'

const longestLineChars = 16 * 1024 * 1024

/** Complete lines of a byte stream; what follows the last line break is a line cut short and is dropped. */
export async function* textLines(chunks: AsyncIterable<Buffer>, onBytes: () => void): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  let pending = 0
  for await (const chunk of chunks) {
    onBytes()
    const pieces = decoder.write(chunk).split('\n')
    const rest = pieces.pop() ?? ''
    for (const piece of pieces) {
      yield parts.length === 0 ? piece : parts.join('') + piece
      parts = []
      pending = 0
    }
    parts.push(rest)
    pending += rest.length
    if (pending > longestLineChars) {
      throw new ApiFailure('unavailable', 'too-large')
    }
  }
}
