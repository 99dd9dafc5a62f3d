import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimState, wipeState } from './state-folder.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-state-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the state folder', () => {
  it('is never made of, nor wiped with, a folder that holds somebody’s files', () => {
    writeFileSync(join(folder, 'thesis.txt'), 'years of work')
    expect(() => claimState(folder)).toThrow(/something else than a lab/)
    expect(() => wipeState(folder)).toThrow(/something else than a lab/)
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  it('goes with all that a lab left in it', () => {
    claimState(folder)
    writeFileSync(join(folder, 'admin.token'), 'x')
    mkdirSync(join(folder, 'etcd'))
    claimState(folder)
    wipeState(folder)
    expect(existsSync(folder)).toBe(false)
    wipeState(folder)
  })
})
