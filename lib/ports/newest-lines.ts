import type { LogLine } from './logs.ts'

/** Keeps the last lines it is given, as many as fit into `limitBytes`. */
export function newestLines(limitBytes: number): { add(line: LogLine): void; lines(): LogLine[] } {
  let kept: LogLine[] = []
  let first = 0
  let bytes = 0
  const sizeOf = ({ text }: LogLine) => Buffer.byteLength(text) + 1
  return {
    add(line) {
      kept.push(line)
      bytes += sizeOf(line)
      for (let oldest = kept[first]; bytes > limitBytes && oldest !== undefined; oldest = kept[first]) {
        bytes -= sizeOf(oldest)
        first++
      }
      if (first > 1_000) {
        kept = kept.slice(first)
        first = 0
      }
    },
    lines: () => kept.slice(first),
  }
}
