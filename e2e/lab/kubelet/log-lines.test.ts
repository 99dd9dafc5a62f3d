import { describe, expect, test } from 'vitest'
import { byteLimit, parseLogRequest, selectLines } from './log-lines.ts'

const nowMs = Date.parse('2026-01-01T00:01:00Z')
const ask = (query: string) => parseLogRequest(new URLSearchParams(query), nowMs)
const stamped = [
  '2026-01-01T00:00:10.000000001Z one',
  '2026-01-01T00:00:30.500000001Z two words',
  '2026-01-01T00:00:50.000000001Z three',
]

describe('which lines a log request gets', () => {
  test('all of them without their times', () => {
    expect(selectLines(stamped, ask(''))).toEqual(['one\n', 'two words\n', 'three\n'])
  })

  test('with their times on demand', () => {
    expect(selectLines(stamped, ask('timestamps=true&tailLines=1'))).toEqual([`${stamped[2]}\n`])
  })

  test('the last so many, none for zero', () => {
    expect(selectLines(stamped, ask('tailLines=2'))).toEqual(['two words\n', 'three\n'])
    expect(selectLines(stamped, ask('tailLines=0'))).toEqual([])
    expect(selectLines(stamped, ask('tailLines=9'))).toHaveLength(3)
  })

  test('those since so many seconds or since a time', () => {
    expect(selectLines(stamped, ask('sinceSeconds=30'))).toEqual(['two words\n', 'three\n'])
    expect(selectLines(stamped, ask('sinceTime=2026-01-01T00:00:31Z'))).toEqual(['three\n'])
  })

  test('a value that is no number or time is an error', () => {
    expect(() => ask('tailLines=many')).toThrow('tailLines')
    expect(() => ask('sinceTime=yesterday')).toThrow('sinceTime')
  })
})

test('a byte limit cuts in the middle of a line and is spent then', () => {
  const limited = byteLimit(5)
  expect([`${limited.take('one\n')}`, limited.isSpent()]).toEqual(['one\n', false])
  expect([`${limited.take('two\n')}`, limited.isSpent()]).toEqual(['t', true])
  expect(`${limited.take('three\n')}`).toBe('')
  const unlimited = byteLimit(undefined)
  expect([`${unlimited.take('all')}`, unlimited.isSpent()]).toEqual(['all', false])
})
