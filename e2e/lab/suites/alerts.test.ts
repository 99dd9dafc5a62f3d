import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lab } from '../settings.ts'
import { behave } from './support/behave.ts'
import { type Pod, podOf } from './support/pods.ts'
import { busyVisitors } from './support/visitors.ts'

let visitors: { restore(): Promise<void> }
let cart: Pod

beforeAll(async () => {
  visitors = await busyVisitors(30)
  cart = await podOf('shop', 'app=cart')
})

afterAll(() => visitors?.restore())

/** Services that Alertmanager was told are failing, and not yet that this is over. */
async function failingServices(): Promise<string[]> {
  const filter = encodeURIComponent('alertname="ServiceFailing"')
  const response = await fetch(`${lab.urls.alertmanager}/api/v2/alerts?filter=${filter}`)
  const alerts = (await response.json()) as { labels: Record<string, string> }[]
  return alerts.map(({ labels }) => labels.destination_service ?? '').sort()
}

const failing = 'cart.shop.svc.cluster.local'

describe('alerts', () => {
  it('reach Alertmanager while a service fails, and end there once it is well', async () => {
    await expect.poll(failingServices, { timeout: 120_000, interval: 1000 }).not.toContain(failing)
    try {
      behave(cart, { failShare: 0.9, failCode: 503 })
      await expect.poll(failingServices, { timeout: 90_000, interval: 1000 }).toContain(failing)
    } finally {
      behave(cart, undefined)
    }
    await expect.poll(failingServices, { timeout: 120_000, interval: 1000 }).not.toContain(failing)
  }, 350_000)
})
