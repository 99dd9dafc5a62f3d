import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { followBehaviour } from './follow-behaviour.ts'

const patience = { timeout: 10_000 }

describe('followBehaviour', () => {
  function followed() {
    const folder = mkdtempSync(join(tmpdir(), 'behaviour-'))
    const file = join(folder, 'behaviour.json')
    const malformed: string[] = []
    const write = (text: string) => {
      writeFileSync(`${file}.new`, text)
      renameSync(`${file}.new`, file)
    }
    const start = () => {
      const behaviour = followBehaviour(file, 'http', {
        changed: () => undefined,
        malformed: (message) => malformed.push(message),
      })
      onTestFinished(() => {
        behaviour.close()
        rmSync(folder, { recursive: true })
      })
      return behaviour
    }
    return { file, malformed, write, start }
  }

  it('is normal without a file, follows it when it comes and changes, and is normal again when it goes', async () => {
    const { file, write, start } = followed()
    const behaviour = start()
    expect(behaviour.current()).toEqual({})
    write('{"extraMs":5}')
    await vi.waitFor(() => expect(behaviour.current()).toEqual({ extraMs: 5 }), patience)
    write('{"extraMs":6}')
    await vi.waitFor(() => expect(behaviour.current()).toEqual({ extraMs: 6 }), patience)
    rmSync(file)
    await vi.waitFor(() => expect(behaviour.current()).toEqual({}), patience)
  })

  it('reads a file that is there before it starts to look', () => {
    const { write, start } = followed()
    write('{"failShare":1}')
    expect(start().current()).toEqual({ failShare: 1 })
  })

  it('keeps what it knew when the file is malformed, and says so once', async () => {
    const { file, malformed, write, start } = followed()
    write('{"extraMs":5}')
    const behaviour = start()
    write('{"extraMs":')
    await vi.waitFor(() => expect(malformed).toHaveLength(1), patience)
    expect(malformed[0]).toContain(file)
    expect(behaviour.current()).toEqual({ extraMs: 5 })
    write('{"extraMs":7}')
    await vi.waitFor(() => expect(behaviour.current()).toEqual({ extraMs: 7 }), patience)
    expect(malformed).toHaveLength(1)
  })
})
