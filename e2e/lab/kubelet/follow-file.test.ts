import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followFile } from './follow-file.ts'

let file = ''
let folder = ''
beforeEach(() => {
  vi.useFakeTimers()
  folder = mkdtempSync(join(tmpdir(), 'follow-file-'))
  file = join(folder, 'stdout.log')
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})
const aMoment = () => vi.advanceTimersByTime(300)

test('hands over whole lines once, from a file that appears later', () => {
  const lines: string[] = []
  const stop = followFile(file, (some) => lines.push(...some))
  aMoment()
  writeFileSync(file, 'one\ntw')
  aMoment()
  appendFileSync(file, 'o\n')
  aMoment()
  aMoment()
  expect(lines).toEqual(['one', 'two'])
  appendFileSync(file, 'last\n')
  stop()
  expect(lines).toEqual(['one', 'two', 'last'])
})

test('starts over with a file that somebody emptied', () => {
  writeFileSync(file, 'first line\n')
  const lines: string[] = []
  const stop = followFile(file, (some) => lines.push(...some))
  aMoment()
  truncateSync(file)
  aMoment()
  appendFileSync(file, 'again\n')
  aMoment()
  stop()
  expect(lines).toEqual(['first line', 'again'])
})
