import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { lineStamp } from './line-stamp.ts'

/** The log of one run of a container: lines with the time at which each came. */
export interface ContainerLog {
  /** Output as it comes, in pieces of any size. */
  write(chunk: Buffer): void
  /** Whole lines. */
  append(lines: readonly string[]): void
  /** Everything kept, oldest first. */
  lines(): string[]
  /** Calls back with each stamped line from now on; answers how to stop. */
  follow(onLine: (stamped: string) => void, onEnd: () => void): () => void
  /** The container has ended. */
  end(): void
}

/** With one file before it, twice this is kept of each run. */
const largestFileBytes = 4 * 2 ** 20
const longestLine = 16 * 2 ** 10

/** Opens the log of a container's run; of earlier runs the last one is kept. */
export function openContainerLog(folder: string, run: number): ContainerLog {
  mkdirSync(folder, { recursive: true })
  const file = fileOf(folder, run)
  for (const old of [fileOf(folder, run - 2), `${fileOf(folder, run - 2)}.1`]) {
    rmSync(old, { force: true })
  }
  let bytes = existsSync(file) ? statSync(file).size : 0
  let partial = ''
  const decoder = new StringDecoder('utf8')
  const followers = new Set<{ onLine(stamped: string): void; onEnd(): void }>()

  function append(lines: readonly string[]): void {
    if (lines.length === 0) {
      return
    }
    const stamped = lines.map((line) => `${lineStamp()} ${line}`)
    const text = `${stamped.join('\n')}\n`
    if (bytes > largestFileBytes) {
      renameSync(file, `${file}.1`)
      bytes = 0
    }
    appendFileSync(file, text)
    bytes += Buffer.byteLength(text)
    for (const { onLine } of followers) {
      stamped.forEach(onLine)
    }
  }

  return {
    append,
    write(chunk) {
      const lines = (partial + decoder.write(chunk)).split('\n')
      partial = lines.pop() ?? ''
      if (partial.length > longestLine) {
        lines.push(partial)
        partial = ''
      }
      append(lines)
    },
    lines: () => readContainerLog(folder, run),
    follow(onLine, onEnd) {
      const follower = { onLine, onEnd }
      followers.add(follower)
      return () => followers.delete(follower)
    },
    end() {
      append(partial === '' ? [] : [partial])
      partial = ''
      for (const { onEnd } of followers) {
        onEnd()
      }
      followers.clear()
    },
  }
}

/** The stamped lines kept of a run, oldest first; none when it left nothing. */
export function readContainerLog(folder: string, run: number): string[] {
  const file = fileOf(folder, run)
  return [`${file}.1`, file]
    .filter((path) => existsSync(path))
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .filter((line) => line !== '')
}

function fileOf(folder: string, run: number): string {
  return join(folder, `${run}.log`)
}
