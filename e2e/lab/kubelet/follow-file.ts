import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs'

/** Envoy appends, so its file can be emptied once it is read. */
const largestBytes = 8 * 2 ** 20
const pieceBytes = 2 ** 20
const everyMs = 250

/** Hands over the whole lines that are added to a file from now on; keeps the file small. Answers how to stop. */
export function followFile(path: string, onLines: (lines: string[]) => void): () => void {
  let descriptor: number | undefined
  let position = 0
  let rest = Buffer.alloc(0)

  function open(): number | undefined {
    try {
      return openSync(path, 'r+')
    } catch {
      return undefined
    }
  }

  function readOn(): void {
    descriptor ??= open()
    if (descriptor === undefined) {
      return
    }
    const { size } = fstatSync(descriptor)
    if (size < position) {
      position = 0
    }
    const piece = Buffer.alloc(Math.min(size - position, pieceBytes))
    const bytes = readSync(descriptor, piece, 0, piece.length, position)
    position += bytes
    rest = Buffer.concat([rest, piece.subarray(0, bytes)])
    const end = rest.lastIndexOf(0x0a)
    if (end >= 0) {
      onLines(rest.subarray(0, end).toString('utf8').split('\n'))
      rest = rest.subarray(end + 1)
    }
    if (position > largestBytes && position === fstatSync(descriptor).size) {
      ftruncateSync(descriptor, 0)
      position = 0
    }
  }

  const timer = setInterval(readOn, everyMs)
  return () => {
    clearInterval(timer)
    readOn()
    if (descriptor !== undefined) {
      closeSync(descriptor)
      descriptor = undefined
    }
  }
}
