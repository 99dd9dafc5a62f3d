/** Pieces of text as a body, each made only when the reader has taken the one before. */
export function textStream(pieces: Iterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const iterator = pieces[Symbol.iterator]()
  return new ReadableStream({
    pull(controller) {
      const next = iterator.next()
      if (next.done === true) {
        controller.close()
      } else {
        controller.enqueue(encoder.encode(next.value))
      }
    },
    cancel: () => void iterator.return?.(),
  })
}
