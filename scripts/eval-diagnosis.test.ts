import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { caseOfWindow } from '#lib/domain/diagnosis/incident-case.ts'
import { syntheticIncident } from '#lib/testing/synthetic-incident/synthetic-incident.ts'

const folder = mkdtempSync(join(tmpdir(), 'eval-diagnosis-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(kind: 'own-errors' | 'none', caseId: string): string {
  const { window, truth } = syntheticIncident(21, kind, 9)
  return JSON.stringify(caseOfWindow(window, { dataset: 'own', caseId }, truth))
}

it('scores plain and packed cases under bare Node, and reports and skips what it cannot read', () => {
  writeFileSync(join(folder, 'plain.json'), written('own-errors', 'plain'))
  writeFileSync(join(folder, 'packed.json.gz'), gzipSync(written('none', 'packed')))
  writeFileSync(join(folder, 'cut.json.gz'), gzipSync(written('none', 'cut')).subarray(0, 200))
  writeFileSync(join(folder, 'other.json'), '{"schema":"something-else/1"}')
  const json = join(folder, 'out.answer')
  const printed = execFileSync(process.execPath, ['scripts/eval-diagnosis.ts', folder, '--json', json], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect(printed).toMatch(/own +1 +1\.000 +1\.000 +1\.000 +1\.000/)
  expect(printed).toContain('confident where nothing was wrong: 0 of 1')
  const { cases } = JSON.parse(readFileSync(json, 'utf8'))
  expect(cases).toHaveLength(2)
  expect(cases).toContainEqual(
    expect.objectContaining({ id: 'plain', dataset: 'own', verdict: 'confident', ms: expect.any(Number) }),
  )
  expect(cases.find(({ id }: { id: string }) => id === 'packed')).toMatchObject({ verdict: 'none' })
})
