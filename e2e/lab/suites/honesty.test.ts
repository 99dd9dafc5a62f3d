import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  checkHonesty,
  type HonestyBaseline,
  type HonestyReport,
  takeHonestyBaseline,
} from '../honesty/check-honesty.ts'
import { describeHonesty } from '../honesty/describe-honesty.ts'
import { stopHostProcess } from '../host-process.ts'
import { startVisitors, usualLoad } from '../host-processes.ts'
import { behave } from './support/behave.ts'
import { podOf, podsOf } from './support/pods.ts'
import { busyVisitors } from './support/visitors.ts'

const enough = 2000
let baseline: HonestyBaseline

beforeAll(async () => {
  await rest()
  baseline = await takeHonestyBaseline()
  await busyVisitors(30)
  behave(await podOf('pay', 'app=batch-settle'), undefined)
})

afterAll(async () => {
  behave(await podOf('pay', 'app=batch-settle'), undefined)
  await startVisitors(usualLoad)
})

/** Nobody begins a request any more. */
async function rest(): Promise<void> {
  behave(await podOf('pay', 'app=batch-settle'), { rate: 0 })
  await stopHostProcess('visitors')
}

/** Names of the pods with a proxy, as reports have them. */
async function meshedPods(): Promise<string[]> {
  const pods = await Promise.all(['edge', 'shop', 'pay'].map((namespace) => podsOf(namespace, 'app!=batch-settle')))
  return pods.flatMap((some) => some.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).sort()
}

const requestsIn = ({ rows }: HonestyReport) =>
  rows.filter(({ what }) => what === 'requests').reduce((sum, { envoy }) => sum + envoy, 0)

/** The first report since the baseline that `isAsWanted`, or the last one before time is up. */
async function reportWhen(isAsWanted: (report: HonestyReport) => boolean): Promise<HonestyReport> {
  const deadline = performance.now() + 100_000
  for (;;) {
    const report = await checkHonesty({ baseline })
    if (isAsWanted(report) || performance.now() > deadline) {
      return report
    }
  }
}

describe('what the telemetry counts from access logs is what Envoy counts', () => {
  it('in every proxy, under load', async () => {
    const report = await reportWhen((one) => requestsIn(one) > enough)
    const wrong = report.rows.filter(({ verdict }) => verdict !== 'equal' && verdict !== 'within bounds')
    expect(wrong, describeHonesty(report)).toEqual([])
    expect(requestsIn(report)).toBeGreaterThan(enough)
    expect(report.unverified).toEqual([])
    expect([...new Set(report.rows.map(({ pod }) => pod))].sort()).toEqual(await meshedPods())
  }, 150_000)

  it('to the last request, once nothing is on its way', async () => {
    await rest()
    const report = await reportWhen(({ rows }) => rows.every(({ verdict }) => verdict === 'equal'))
    expect(
      report.rows.filter(({ verdict, envoy, counted }) => verdict !== 'equal' || envoy !== counted),
      describeHonesty(report),
    ).toEqual([])
    expect(requestsIn(report)).toBeGreaterThan(enough)
  }, 150_000)
})
