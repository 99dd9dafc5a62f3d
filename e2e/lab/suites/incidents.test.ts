import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { checkHonesty, type HonestyBaseline, isHonest, takeHonestyBaseline } from '../honesty/check-honesty.ts'
import { describeHonesty } from '../honesty/describe-honesty.ts'
import { allIncidents } from '../incidents/all-incidents.ts'
import { remains } from '../incidents/remains.ts'
import { healIncident, startedIncidents, startIncident } from '../incidents/started-incidents.ts'
import { until } from '../until.ts'
import { type IncidentSign, incidentSigns, visitsPerSecond } from './support/incident-signs.ts'
import { growthBetween, isScrapedSince, type MeshCounts, type MeshGrowth, meshCounts } from './support/mesh-growth.ts'
import { busyVisitors } from './support/visitors.ts'

/** All waits of one incident together, tries included: cut off, it would go on behind the next one's back. */
const longestMs = 600_000
let visitors: { restore(): Promise<void> }
let baseline: HonestyBaseline

beforeAll(async () => {
  visitors = await busyVisitors(visitsPerSecond)
  baseline = await takeHonestyBaseline()
})

afterAll(() => visitors?.restore())

/** Resolves with what grew since `from` once that is enough. */
async function growthUntil(what: string, from: MeshCounts, isEnough: (growth: MeshGrowth) => boolean, seconds = 45) {
  let growth = growthBetween(from, from)
  await until(
    what,
    async () => {
      growth = growthBetween(from, await meshCounts())
      return isEnough(growth)
    },
    { seconds, everyMs: 500 },
  )
  return growth
}

async function startUntilSeen(sign: Pick<IncidentSign, 'incident' | 'isSeen' | 'tries'>): Promise<void> {
  const { incident, isSeen, tries = 1 } = sign
  const before = await meshCounts()
  await startIncident(incident)
  try {
    await growthUntil(`${incident} is seen`, before, isSeen, tries > 1 ? 15 : 45)
  } catch (error) {
    if (tries === 1) {
      throw error
    }
    await healIncident(incident)
    await startUntilSeen({ ...sign, tries: tries - 1 })
  }
}

/** Every reading with a symptom in it is a new beginning: what happened before healing is counted up to a scrape later. */
async function untilOver({ incident, isLeft, isAtWork }: IncidentSign): Promise<void> {
  let from = await meshCounts()
  await until(
    `${incident} is over`,
    async () => {
      const now = await meshCounts()
      const growth = growthBetween(from, now)
      if (isLeft(growth)) {
        from = now
        return false
      }
      return isAtWork(growth)
    },
    { seconds: 60, everyMs: 500 },
  )
}

describe('an incident shows in Prometheus as Envoy counts it, and leaves nothing when it is healed', () => {
  test.each(incidentSigns.map((sign) => [sign.incident, sign.shows, sign] as const))(
    '%s: %s',
    async (name, _, sign) => {
      onTestFinished(() => (startedIncidents().includes(name) ? healIncident(name) : undefined))
      const own = await remains()
      await startUntilSeen(sign)
      expect(startedIncidents()).toContain(name)
      const seenAtMs = Date.now()
      const honesty = await checkHonesty({ baseline })
      baseline = honesty.baseline
      expect(isHonest(honesty), describeHonesty(honesty)).toBe(true)
      // A proxy scraped later than the one that showed the incident still tells of requests before it.
      await until('every proxy was scraped since', () => isScrapedSince(seenAtMs), { seconds: 30, everyMs: 500 })
      const seen = await meshCounts()
      const steady = await growthUntil(`${name} goes on`, seen, sign.isLeft)
      expect(sign.never.flatMap((filter) => steady.lines(filter))).toEqual([])
      await healIncident(name)
      expect(await remains()).toEqual(own)
      expect(startedIncidents()).not.toContain(name)
      await untilOver(sign)
    },
    longestMs,
  )

  test('every incident has its sign', () => {
    expect(incidentSigns.map(({ incident }) => incident)).toEqual(allIncidents.map(({ name }) => name))
  })
})
