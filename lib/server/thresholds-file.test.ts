import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readThresholdsFile } from './thresholds-file.ts'

const ten = (item: string) => `[${Array(10).fill(item).join(', ')}]`
const bomb = `a: &a ${ten('x')}\nb: &b ${ten('*a')}\nc: &c ${ten('*b')}\nd: ${ten('*c')}\n`

describe('readThresholdsFile', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'thresholds-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function reading(text: string) {
    const path = join(folder, 'thresholds.yaml')
    writeFileSync(path, text)
    return () => readThresholdsFile(path)
  }

  it('reads rules in their order, for every service of a namespace unless one is named', () => {
    const read = reading(`
thresholds:
  - namespace: "*"
    health: failing=2%
  - { namespace: pay, service: pay*, health: "failing=5%, min-failed=10" }
`)
    expect(read()).toEqual([
      { namespace: '*', service: '*', setting: { failingErrorRatio: 0.02 } },
      { namespace: 'pay', service: 'pay*', setting: { failingErrorRatio: 0.05, minFailedRequests: 10 } },
    ])
  })

  it.each([
    ['no YAML', 'thresholds: [', /EXANTAS_THRESHOLDS_FILE .* is not usable/],
    ['nothing', '', /the file: /],
    ['aliases beyond measure', bomb, /EXANTAS_THRESHOLDS_FILE .* is not usable/],
    ['an unknown field', 'thresholds:\n  - namespace: a\n    helth: failing=2%', /thresholds\.0/],
    [
      'an unreadable threshold',
      'thresholds:\n  - namespace: a\n    health: failing=much',
      /thresholds\.0\.health: failing/,
    ],
  ])('refuses %s and says where', (_, text, message) => {
    expect(reading(text)).toThrow(message)
  })

  it('says when there is no such file', () => {
    expect(() => readThresholdsFile(join(folder, 'absent.yaml'))).toThrow(/absent\.yaml.*\n.*ENOENT/)
  })
})
