import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { demoCluster } from '#lib/adapters/demo/demo-cluster.ts'
import { demoMetrics } from '#lib/adapters/demo/demo-metrics.ts'
import { demoWorld } from '#lib/adapters/demo/world.ts'
import { caseOfWindow, IncidentCase } from '#lib/domain/diagnosis/incident-case.ts'
import { ManualClock } from '#lib/testing/manual-clock.ts'
import { readDiagnosis } from '#lib/usecases/read-diagnosis.ts'
import { readIncidentWindow } from '#lib/usecases/read-incident-window.ts'
import type { IncidentName } from '../lib/domain/incidents/incident.ts'

const folder = mkdtempSync(join(tmpdir(), 'diagnosis-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

const seed = 7
const at = Math.floor(Date.now() / 1000) - 600

function ctxOf(incidents: { name: IncidentName; startedAt: number }[] = []) {
  const world = demoWorld({ seed, services: 13, startedAt: at, isQuiet: incidents.length > 0, incidents })
  const clock = new ManualClock(at)
  return {
    cluster: demoCluster(world, clock),
    metrics: demoMetrics(world, clock),
    clock,
    signal: new AbortController().signal,
  }
}

function evaluated(): Record<string, unknown>[] {
  const answer = join(folder, 'answer.txt')
  execFileSync(process.execPath, ['scripts/eval-diagnosis.ts', folder, '--json', answer], { stdio: 'pipe' })
  const { cases } = JSON.parse(readFileSync(answer, 'utf8'))
  return cases
}

it('writes what the console sees of a moment under bare Node, which evaluates to the console’s verdict', async () => {
  const file = join(folder, 'one.json.gz')
  const asked = ['--at', String(at), '--namespace', 'pay', '--service', 'payments', '--name', 'one']
  execFileSync(process.execPath, ['--conditions=react-server', 'scripts/diagnosis-export.ts', file, ...asked], {
    env: { ...process.env, EXANTAS_SOURCE: 'demo', EXANTAS_DEMO_SEED: String(seed), EXANTAS_DEMO_SERVICES: '13' },
    stdio: 'pipe',
  })
  const written = IncidentCase.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')))
  const question = { window: 60, at, namespace: 'pay', service: 'payments' }
  const { window } = await readIncidentWindow(ctxOf(), question)
  expect(written).toEqual(JSON.parse(JSON.stringify(caseOfWindow(window, { dataset: 'exported', caseId: 'one' }))))
  const { verdict } = await readDiagnosis(ctxOf(), question)
  expect(evaluated()).toEqual([expect.objectContaining({ id: 'one', verdict: verdict.confidence })])
  rmSync(file)
})

it('gives an incident the same verdict, culprit and kind as the page', async () => {
  const ctx = ctxOf([{ name: 'tight-timeout', startedAt: at - 300 }])
  const question = { window: 300, at }
  const { window } = await readIncidentWindow(ctx, question)
  const found = caseOfWindow(window, { dataset: 'exported', caseId: 'two' })
  writeFileSync(join(folder, 'two.json'), JSON.stringify(found))
  const { verdict, suspects } = await readDiagnosis(ctx, question)
  const [top] = suspects
  expect(verdict.confidence).toBe('confident')
  expect(evaluated()).toEqual([
    expect.objectContaining({
      verdict: 'confident',
      top: { kind: top?.kind, service: top?.service, edge: top?.edge },
    }),
  ])
})

it('says how it is used where no file is named', () => {
  expect(() =>
    execFileSync(process.execPath, ['--conditions=react-server', 'scripts/diagnosis-export.ts'], { stdio: 'pipe' }),
  ).toThrow(/Usage: npm run diagnosis:export/)
})
