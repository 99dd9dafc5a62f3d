import fc from 'fast-check'
import { expect, it } from 'vitest'
import { textLines } from './text-lines.ts'

async function* chunked(bytes: Buffer, sizes: number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (let i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

it('gives the same complete lines however the bytes are cut, and drops an unfinished last one', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''))
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      line,
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      async (lines, rest, sizes) => {
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join('') + rest)
        const read: string[] = []
        for await (const text of textLines(chunked(bytes, sizes), () => undefined)) {
          read.push(text)
        }
        expect(read).toEqual(lines)
      },
    ),
  )
})
