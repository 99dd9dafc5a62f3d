import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FrameReader } from './frame-reader.ts'

const stream = [
  'retry: 2000\n\n',
  `event: snapshot\ndata: {"seq":1,"snapshot":{"takenAt":5,"nodes":["${'x'.repeat(900)}","é"]}}\n\n`,
  'event: alive\ndata: {}\n\n',
  'event: patch\ndata: {"from":1,"to":2,"patch":{"nodes":[{"seq":9}]}}\n\n',
]
const read = [
  { event: '', seq: undefined },
  { event: 'snapshot', seq: 1 },
  { event: 'alive', seq: undefined },
  { event: 'patch', seq: 2 },
].map((frame, index) => ({ ...frame, bytes: Buffer.byteLength(stream[index] ?? '') }))

describe('reading events', () => {
  test('finds each one with its reading and size, wherever the stream is cut', () => {
    const whole = Buffer.from(stream.join(''))
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 30 }), (cuts) => {
        const marks = [0, ...cuts.sort((left, right) => left - right), whole.length]
        const reader = new FrameReader()
        const frames = marks.slice(1).flatMap((to, index) => reader.read(whole.subarray(marks[index], to)))
        expect(frames).toEqual(read)
      }),
    )
  })

  test('finds them when every byte comes by itself', () => {
    const reader = new FrameReader()
    const frames = [...Buffer.from(stream.join(''))].flatMap((byte) => reader.read(Buffer.from([byte])))
    expect(frames).toEqual(read)
  })
})
