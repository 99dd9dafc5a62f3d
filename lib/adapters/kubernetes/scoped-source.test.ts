import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  eventually,
  podsPath,
  serviceNames,
  serviceObject,
  servicesPath,
  WatchedFakes,
} from '../../testing/watched-fakes.ts'

const fakes = new WatchedFakes()

afterEach(() => fakes.closeAll())

const wide = [
  '/api/v1/namespaces',
  servicesPath,
  podsPath,
  ...['deployments', 'statefulsets', 'daemonsets'].map((plural) => `/apis/apps/v1/${plural}`),
]
const inShop = (path: string) => path.replace(/\/([^/]+)$/, '/namespaces/shop/$1')

/** An API server that shows the account the namespace `shop` and refuses it the whole. */
async function limited() {
  const fake = await fakes.server()
  const grants = wide.map((path) => fake.misbehave({ how: 'forbidden', path }))
  for (const path of wide.slice(1)) {
    fake.serve(inShop(path))
  }
  fake.put(inShop(servicesPath), serviceObject('basket'))
  const labels = { 'istio-injection': 'enabled' }
  fake.script({ method: 'GET', path: '/api/v1/namespaces/shop', body: { metadata: { name: 'shop', labels } } })
  const grantAll = () => {
    for (const grant of grants) {
      grant()
    }
  }
  return { fake, grantAll }
}

describe('an account limited to some namespaces', () => {
  it('sees these, without a notice', async () => {
    const { fake } = await limited()
    const { cluster } = await fakes.watch([fake], { namespaces: ['shop'] })
    const inventory = await cluster.inventory()
    expect(inventory.namespaces).toEqual([{ cluster: 'Kubernetes', name: 'shop', injection: 'sidecar' }])
    expect(serviceNames(inventory)).toEqual(['basket'])
    expect(inventory.notices).toEqual([])
  })

  it('is told what is forbidden when nobody said which they are', async () => {
    const { fake } = await limited()
    const { cluster } = await fakes.watch([fake])
    await expect(cluster.inventory()).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is told which of the named ones it may not see', async () => {
    const { fake } = await limited()
    fake.misbehave({ how: 'forbidden', path: '/api/v1/namespaces/pay/pods' })
    const { cluster } = await fakes.watch([fake], { namespaces: ['shop', 'pay'] })
    const { notices } = await cluster.inventory()
    const refused = notices.filter(({ code }) => code === 'forbidden')
    expect(refused).toMatchObject([{ params: { verb: 'list', resource: 'pay/pods' } }])
  })

  it('follows changes, and keeps what it saw while the API server is away', async () => {
    const { fake } = await limited()
    const { cluster, clock } = await fakes.watch([fake], { namespaces: ['shop'] })
    await cluster.inventory()
    await vi.waitFor(() => expect(fake.openWatches(inShop(servicesPath))).toBe(1))
    fake.put(inShop(servicesPath), serviceObject('cart'))
    await eventually(cluster, (inventory) => expect(serviceNames(inventory)).toEqual(['basket', 'cart']))
    await fake.halt()
    await eventually(
      cluster,
      ({ notices }) => expect(notices.map(({ code }) => code)).toEqual(['unavailable']),
      () => clock.advance(1),
    )
    await clock.advance(90)
    expect(serviceNames(await cluster.inventory())).toEqual(['basket', 'cart'])
  })

  it('sees everything once it may', async () => {
    const { fake, grantAll } = await limited()
    const { cluster, clock } = await fakes.watch([fake], { namespaces: ['shop'] })
    await cluster.inventory()
    grantAll()
    await eventually(
      cluster,
      (inventory) => {
        expect(serviceNames(inventory)).toEqual(['cart'])
        expect(inventory.notices).toEqual([])
      },
      () => clock.advance(5),
    )
  })

  it('is noticed also when the first answer was another failure', async () => {
    const { fake } = await limited()
    fake.misbehave({ how: 'server-error', times: 8 })
    const { cluster, clock } = await fakes.watch([fake], { namespaces: ['shop'] })
    await eventually(
      cluster,
      (inventory) => expect(serviceNames(inventory)).toEqual(['basket']),
      () => clock.advance(1),
    )
  })
})
