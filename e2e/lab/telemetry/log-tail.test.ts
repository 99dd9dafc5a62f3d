import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { endOfLog, followLog, type LogPlace, type LogTail } from './log-tail.ts'

let path: string
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exantas-log-'))
  path = join(folder, 'access.log')
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

function follow(start?: LogPlace, shrinkAboveBytes?: number): LogTail {
  const tail = followLog(path, start, shrinkAboveBytes)
  onTestFinished(() => tail.close())
  return tail
}

describe('followLog', () => {
  it('gives whole lines only, each once', () => {
    const tail = follow()
    expect(tail.read()).toEqual([])
    appendFileSync(path, 'one\ntw')
    expect(tail.read()).toEqual(['one'])
    appendFileSync(path, 'o\n')
    expect(tail.read()).toEqual(['two'])
    expect(tail.read()).toEqual([])
  })

  it('keeps a character whole that was written in two parts', () => {
    const tail = follow()
    const text = Buffer.from('grüß\n')
    appendFileSync(path, text.subarray(0, 3))
    expect(tail.read()).toEqual([])
    appendFileSync(path, text.subarray(3))
    expect(tail.read()).toEqual(['grüß'])
  })

  it('begins where it is told to, and at the beginning of a file that came later', () => {
    appendFileSync(path, 'old\n')
    const start = endOfLog(path)
    appendFileSync(path, 'new\n')
    expect(follow(start).read()).toEqual(['new'])
    expect(follow().read()).toEqual(['old', 'new'])
  })

  it('does not take a place in one file for a place in another', () => {
    appendFileSync(path, 'old\n')
    const start = endOfLog(path)
    renameSync(path, `${path}.1`)
    appendFileSync(path, 'first\nsecond\n')
    expect(follow(start).read()).toEqual(['first', 'second'])
  })

  it('reads a file that was emptied from its beginning', () => {
    const tail = follow()
    appendFileSync(path, 'before\nhalf a li')
    expect(tail.read()).toEqual(['before'])
    truncateSync(path)
    appendFileSync(path, 'after\n')
    expect(tail.read()).toEqual(['after'])
    expect(tail.replacements()).toBe(0)
  })

  it('reads another file at the path from its beginning, and tells', () => {
    const tail = follow()
    appendFileSync(path, 'first\n')
    expect(tail.read()).toEqual(['first'])
    renameSync(path, `${path}.1`)
    expect(tail.read()).toEqual([])
    appendFileSync(path, 'a file of more bytes than before\n')
    expect(tail.read()).toEqual(['a file of more bytes than before'])
    expect(tail.replacements()).toBe(1)
  })

  it('empties a file that became large once it is read, losing nothing', () => {
    const tail = follow(undefined, 10)
    appendFileSync(path, 'twelve bytes\n')
    expect(tail.read()).toEqual(['twelve bytes'])
    expect(statSync(path).size).toBe(0)
    appendFileSync(path, 'next\n')
    expect(tail.read()).toEqual(['next'])
    expect(statSync(path).size).toBe(5)
  })

  it('does not empty a file in the middle of a line', () => {
    const tail = follow(undefined, 10)
    appendFileSync(path, 'twelve bytes\nand')
    expect(tail.read()).toEqual(['twelve bytes'])
    appendFileSync(path, ' more\n')
    expect(tail.read()).toEqual(['and more'])
  })

  it('gives up a line that never ends', () => {
    const tail = follow()
    const piece = 'x'.repeat(700_000)
    appendFileSync(path, piece)
    tail.read()
    appendFileSync(path, `${piece}\nnext\n`)
    expect(tail.read().at(-1)).toBe('next')
    appendFileSync(path, 'again\n')
    expect(tail.read()).toEqual(['again'])
  })

  it('follows no link: a pod could point it at any file', () => {
    const other = join(folder, 'other')
    writeFileSync(other, 'secret\n')
    symlinkSync(other, path)
    const tail = follow()
    expect(() => tail.read()).toThrow()
  })
})
