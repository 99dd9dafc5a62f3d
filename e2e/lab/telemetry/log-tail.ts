import { closeSync, constants, fstatSync, ftruncateSync, lstatSync, openSync, readSync, type Stats } from 'node:fs'

const chunkBytes = 256 * 1024
const mostBytesAtOnce = 8 * 1024 * 1024
const longestLineBytes = 1024 * 1024
const lineFeed = 10

/** A place in a file. It holds for that file only, not for another one at the same path. */
export interface LogPlace {
  file: string
  offset: number
}

export interface LogTail {
  /** The whole lines that came since the last call, at most some megabytes of them. */
  read(): string[]
  /** How often another file was found at the path. */
  replacements(): number
  close(): void
}

/**
 * Follows a file that another process appends to. A file that became shorter or was replaced is read from its
 * beginning. Larger than `shrinkAboveBytes` and read to its end it is emptied, which is why the writer must append: only
 * right after new lines came, as a writer that flushes at intervals then rests.
 */
export function followLog(path: string, start: LogPlace | undefined, shrinkAboveBytes = 8 * 1024 * 1024): LogTail {
  const buffer = Buffer.alloc(chunkBytes)
  let open: { descriptor: number; file: string } | undefined
  let offset = 0
  let rest: Buffer = Buffer.alloc(0)
  let replaced = 0

  return {
    read() {
      const stats = lstatSync(path, { throwIfNoEntry: false })
      if (stats === undefined) {
        return []
      }
      const descriptor = openAt(stats)
      if (stats.size < offset) {
        offset = 0
        rest = Buffer.alloc(0)
      }
      const lines = readLines(descriptor)
      if (lines.length > 0 && rest.length === 0 && offset > shrinkAboveBytes && fstatSync(descriptor).size === offset) {
        ftruncateSync(descriptor, 0)
        offset = 0
      }
      return lines
    },
    replacements: () => replaced,
    close,
  }

  function openAt(stats: Stats): number {
    const file = identity(stats)
    if (open?.file === file) {
      return open.descriptor
    }
    replaced += open === undefined ? 0 : 1
    offset = open === undefined && start?.file === file ? start.offset : 0
    rest = Buffer.alloc(0)
    close()
    open = { descriptor: openSync(path, constants.O_RDWR | constants.O_NOFOLLOW), file }
    return open.descriptor
  }

  function readLines(descriptor: number): string[] {
    const lines: string[] = []
    for (let total = 0; total < mostBytesAtOnce; ) {
      const count = readSync(descriptor, buffer, 0, chunkBytes, offset)
      if (count === 0) {
        break
      }
      offset += count
      total += count
      takeLines(buffer.subarray(0, count), lines)
    }
    return lines
  }

  function takeLines(chunk: Buffer, lines: string[]): void {
    const end = chunk.lastIndexOf(lineFeed)
    if (end < 0) {
      rest = rest.length + chunk.length > longestLineBytes ? Buffer.alloc(0) : Buffer.concat([rest, chunk])
      return
    }
    const whole = Buffer.concat([rest, chunk.subarray(0, end)]).toString('utf8')
    lines.push(...whole.split('\n'))
    rest = Buffer.from(chunk.subarray(end + 1))
  }

  function close(): void {
    if (open !== undefined) {
      closeSync(open.descriptor)
      open = undefined
    }
  }
}

/** The end of the file as it is now, undefined where there is none. */
export function endOfLog(path: string): LogPlace | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  return stats && { file: identity(stats), offset: stats.size }
}

/** A deleted file's number is soon given to a new one. */
function identity({ ino, birthtimeMs }: Stats): string {
  return `${ino} ${birthtimeMs}`
}
