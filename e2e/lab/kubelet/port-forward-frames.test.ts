import { expect, test } from 'vitest'
import { errorFrame, parseFrame, parsePorts, portFrames } from './port-forward-frames.ts'

test('each port opens its two channels with its number, low byte first', () => {
  expect(portFrames(1, 8080).map((one) => [...one])).toEqual([
    [2, 0x90, 0x1f],
    [3, 0x90, 0x1f],
  ])
})

test('a message is its channel and its bytes', () => {
  expect(parseFrame(errorFrame(0, 'no'))).toEqual({ channel: 1, data: Buffer.from('no') })
  expect(parseFrame(Buffer.alloc(0)).data).toHaveLength(0)
})

test('ports come repeated or in one value, and nonsense is refused', () => {
  expect(parsePorts(new URLSearchParams('port=80,81&port=82'))).toEqual([80, 81, 82])
  for (const query of ['', 'port=0', 'port=65536', 'port=http']) {
    expect(() => parsePorts(new URLSearchParams(query))).toThrow('1 to 65535')
  }
})
