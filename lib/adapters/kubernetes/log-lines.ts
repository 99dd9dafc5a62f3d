import { StringDecoder } from 'node:string_decoder'
import { type LogLine, longestLogLineChars } from '../../ports/logs.ts'

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/
const longestStampChars = 36

/**
 * Lines of a container's log with the kubelet's timestamps, as their bytes come. A line without one, like what a kubelet
 * says of itself, has the time of the line before, the first one that of `now`. What is unfinished at the end is a line.
 */
export async function* logLines(chunks: AsyncIterable<Buffer>, now: () => number): AsyncGenerator<LogLine> {
  let before: number | undefined
  for await (const raw of boundedLines(chunks, longestLogLineChars + longestStampChars + 1)) {
    const [prefix = '', day, fraction = '0', zone] = stamp.exec(raw) ?? []
    const at: number =
      day === undefined ? (before ?? now()) : Date.parse(`${day}${zone}`) / 1000 + Number(`0.${fraction}`)
    before = Number.isFinite(at) ? at : (before ?? now())
    yield { at: before, text: cut(raw.slice(prefix.length)) }
  }
}

function cut(text: string): string {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text
  return line.length <= longestLogLineChars ? line : `${line.slice(0, longestLogLineChars).toWellFormed()}…`
}

/** Lines of a byte stream of which never more than about `longestChars` are held: the rest of a longer one is dropped. */
async function* boundedLines(chunks: AsyncIterable<Buffer>, longestChars: number): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let pending = ''
  for await (const chunk of chunks) {
    const [first = '', ...others] = decoder.write(chunk).split('\n')
    pending = (pending + first.slice(0, longestChars)).slice(0, longestChars)
    for (const next of others) {
      yield pending
      pending = next.slice(0, longestChars)
    }
  }
  if (pending !== '') {
    yield pending
  }
}
