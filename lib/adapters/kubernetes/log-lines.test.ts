import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../ports/logs.ts'
import { logLines } from './log-lines.ts'

async function linesOf(chunks: (string | Buffer)[], now = 5): Promise<LogLine[]> {
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) {
      yield Buffer.from(chunk)
    }
  }
  return Array.fromAsync(logLines(bytes(), () => now))
}

describe('logLines', () => {
  it('reads the kubelet’s stamps to the nanosecond’s tenth of a million, in any zone', async () => {
    const lines = await linesOf([
      '2026-11-21T10:00:00.123456789Z one\n2026-11-21T12:00:01+02:00 two\n2026-11-21T10:00:02.5-00:30 three\n',
    ])
    const base = Date.parse('2026-11-21T10:00:00Z') / 1000
    expect(lines.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
    expect(lines[0]?.at).toBeCloseTo(base + 0.123456789, 6)
    expect(lines.slice(1).map(({ at }) => at)).toEqual([base + 1, base + 1802.5])
  })

  it('gives a line without a stamp the time of the one before, the first the time it came', async () => {
    const lines = await linesOf(['no time\n2026-11-21T10:00:00Z one\n  continued\n\n2026-13-99T99:99:99Z odd\n'])
    const at = Date.parse('2026-11-21T10:00:00Z') / 1000
    expect(lines).toEqual([
      { at: 5, text: 'no time' },
      { at, text: 'one' },
      { at, text: '  continued' },
      { at, text: '' },
      { at, text: 'odd' },
    ])
  })

  it('keeps a line the server did not finish', async () => {
    expect((await linesOf(['2026-11-21T10:00:00Z half a li'])).map(({ text }) => text)).toEqual(['half a li'])
  })

  it('cuts a long line with a mark, and nothing else', async () => {
    const stamp = '2026-11-21T10:00:00.123456789+02:00 '
    const [exact, long, huge, after] = await linesOf([
      `${stamp}${'a'.repeat(8_192)}\n${stamp}${'b'.repeat(8_193)}\n${stamp}`,
      ...Array.from({ length: 100 }, () => 'c'.repeat(10_000)),
      `\n${stamp}d\r\n`,
    ])
    expect(exact?.text).toBe('a'.repeat(8_192))
    expect(long?.text).toBe(`${'b'.repeat(8_192)}…`)
    expect(huge?.text).toBe(`${'c'.repeat(8_192)}…`)
    expect(after?.text).toBe('d')
  })

  it('does not cut a letter in two', async () => {
    const [line] = await linesOf([`2026-11-21T10:00:00Z ${'a'.repeat(8_191)}\u{1f600}\u{1f600}`])
    expect(line?.text.isWellFormed()).toBe(true)
  })

  it('reads the same lines wherever the bytes are cut', async () => {
    const text = '2026-11-21T10:00:00Z wörtlich \u{1f600}\n2026-11-21T10:00:01Z zwei\n\n2026-11-21T10:00:02Z drei'
    const whole = await linesOf([text])
    const bytes = Buffer.from(text)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const edges = [0, ...cuts.sort((one, other) => one - other), bytes.length]
        const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge))
        expect(await linesOf(chunks)).toEqual(whole)
      }),
    )
  })
})
