import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openContainerLog, readContainerLog } from './container-log.ts'
import { lineStamp } from './line-stamp.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'container-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const textOf = (stamped: string) => stamped.slice(stamped.indexOf(' ') + 1)

describe('a container’s log', () => {
  test('keeps whole lines whatever pieces the output comes in, the unfinished last one too', () => {
    const log = openContainerLog(folder, 0)
    const [start, end] = [Buffer.from('a\nfü').subarray(0, 4), Buffer.from('a\nfü').subarray(4)]
    log.write(start)
    log.write(end)
    log.write(Buffer.from('nf\n\nrest'))
    log.end()
    expect(log.lines().map(textOf)).toEqual(['a', 'fünf', '', 'rest'])
  })

  test('gives every line its own time, in order', () => {
    const log = openContainerLog(folder, 0)
    log.append(['a', 'b', 'c'])
    const times = log.lines().map((line) => line.split(' ')[0])
    expect(new Set(times).size).toBe(3)
    expect([...times].sort()).toEqual(times)
  })

  test('tells followers every line from then on and when the container has ended', () => {
    const log = openContainerLog(folder, 0)
    log.append(['before'])
    const heard: string[] = []
    const stop = log.follow(
      (line) => heard.push(textOf(line)),
      () => heard.push('END'),
    )
    log.append(['one'])
    log.end()
    stop()
    expect(heard).toEqual(['one', 'END'])
  })

  test('does not grow without end, and the newest lines stay', () => {
    const log = openContainerLog(folder, 0)
    const line = 'x'.repeat(1000)
    for (let block = 0; block < 14; block++) {
      log.append(Array.from({ length: 1000 }, () => line))
    }
    log.append(['last'])
    const kept = log.lines()
    expect(kept.length).toBeLessThan(11_000)
    expect(kept.length).toBeGreaterThan(4_000)
    expect(textOf(kept.at(-1) ?? '')).toBe('last')
  })

  test('of earlier runs the last one can still be read', () => {
    for (const run of [0, 1, 2]) {
      openContainerLog(folder, run).append([`run ${run}`])
    }
    expect(readContainerLog(folder, 1).map(textOf)).toEqual(['run 1'])
    expect(readdirSync(folder).sort()).toEqual(['1.log', '2.log'])
    expect(readContainerLog(folder, 7)).toEqual([])
  })
})

test('a stamp has nine digits of a second and parses as its millisecond', () => {
  const stamp = lineStamp(Date.parse('2026-01-01T00:00:00.123Z'))
  expect(stamp).toMatch(/^2026-01-01T00:00:00\.123\d{6}Z$/)
  expect(Date.parse(stamp)).toBe(Date.parse('2026-01-01T00:00:00.123Z'))
})
