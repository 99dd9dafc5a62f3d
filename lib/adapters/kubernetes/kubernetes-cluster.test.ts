import { writeFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ManualClock } from '../../testing/manual-clock.ts'
import {
  eventually,
  podsPath,
  serviceNames,
  serviceObject,
  servicesPath,
  WatchedFakes,
} from '../../testing/watched-fakes.ts'
import { connectKubernetes } from './connect-kubernetes.ts'

const fakes = new WatchedFakes()

afterEach(() => fakes.closeAll())

const virtualServices = '/apis/networking.istio.io/v1/virtualservices'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

function virtualService(name: string) {
  return { metadata: { name, namespace: 'shop' }, spec: { hosts: [name] } }
}

describe('first lists', () => {
  it('shows what the API server holds, with the account’s token', async () => {
    const fake = await fakes.server()
    const { cluster } = await fakes.watch([fake])
    const inventory = await cluster.inventory()
    expect(inventory.clusters).toEqual([{ name: 'fake', id: 'Kubernetes', idOrigin: 'assumed' }])
    expect(inventory.namespaces).toEqual([{ cluster: 'Kubernetes', name: 'shop', injection: 'sidecar' }])
    expect(serviceNames(inventory)).toEqual(['cart'])
    expect(inventory.notices).toEqual([])
    expect(fake.requests.every((request) => request.authorization === 'Bearer fake-token')).toBe(true)
  })

  it('reads all pages of a long list', async () => {
    const fake = await fakes.server()
    for (let i = 0; i < 1200; i += 1) {
      fake.put(servicesPath, serviceObject(`s${i}`))
    }
    const { cluster } = await fakes.watch([fake])
    expect((await cluster.inventory()).services).toHaveLength(1201)
    expect(fake.countOf(servicesPath, 'list')).toBe(3)
  })

  it('starts a list again when its snapshot expires between pages', async () => {
    const fake = await fakes.server()
    for (let i = 0; i < 600; i += 1) {
      fake.put(servicesPath, serviceObject(`s${i}`))
    }
    fake.misbehave({ how: 'gone', path: servicesPath, verb: 'list', times: 1 })
    const { cluster } = await fakes.watch([fake])
    const inventory = await cluster.inventory()
    expect(inventory.services).toHaveLength(601)
    expect(inventory.notices).toEqual([])
  })

  it('asks for everything at once when pages keep expiring', async () => {
    const fake = await fakes.server()
    fake.misbehave({ how: 'gone', path: servicesPath, verb: 'list', times: 2 })
    const { cluster } = await fakes.watch([fake])
    expect(serviceNames(await cluster.inventory())).toEqual(['cart'])
    const lists = fake.requests.filter((request) => request.path === servicesPath && !request.isWatch)
    expect(lists.map((request) => request.query.get('limit'))).toEqual(['500', '500', null])
  })

  it('keeps hostile names as plain text', async () => {
    const fake = await fakes.server()
    const name = '__proto__"\\\n{}★'
    fake.put(servicesPath, {
      metadata: { name, namespace: 'constructor', labels: JSON.parse('{"__proto__":"x","toString":"y"}') },
      spec: { ports: [{ name: 'grpc-☃', port: 1 }], selector: JSON.parse('{"__proto__":"z"}') },
    })
    fake.put(podsPath, { metadata: { name: 'p', namespace: 'constructor', labels: { hasOwnProperty: 'v' } } })
    const { cluster } = await fakes.watch([fake])
    const inventory = await cluster.inventory()
    const hostile = inventory.services.find((one) => one.namespace === 'constructor')
    expect(hostile?.name).toBe(name)
    expect(Object.entries(hostile?.labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['toString', 'y'],
    ])
    expect(Object.getPrototypeOf(hostile?.selector)).toBe(Object.prototype)
    expect(inventory.pods[0]).toMatchObject({ app: 'p', workload: 'p' })
  })
})

describe('Istio kinds', () => {
  it('takes their absence for normal and finds them when they are installed', async () => {
    const fake = await fakes.server()
    const { cluster, clock } = await fakes.watch([fake])
    expect((await cluster.inventory()).notices).toEqual([])
    fake.serve(virtualServices)
    fake.put(virtualServices, virtualService('cart'))
    await eventually(
      cluster,
      (inventory) => expect(inventory.objects.map((one) => one.name)).toEqual(['cart']),
      () => clock.advance(1),
    )
    fake.unserve(virtualServices)
    await eventually(
      cluster,
      (inventory) => {
        expect(inventory.objects).toEqual([])
        expect(inventory.notices).toEqual([])
      },
      () => clock.advance(2),
    )
  })

  it('reads a kind once, in v1 where it is served', async () => {
    const fake = await fakes.server()
    fake.serve('/apis/networking.istio.io/v1beta1/virtualservices')
    fake.serve(virtualServices)
    fake.put(virtualServices, virtualService('cart'))
    const { cluster } = await fakes.watch([fake])
    const { objects } = await cluster.inventory()
    expect(objects).toMatchObject([
      { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', spec: { hosts: ['cart'] } },
    ])
    expect(fake.countOf('/apis/networking.istio.io/v1beta1/virtualservices', 'list')).toBe(0)
  })
})

describe('several clusters', () => {
  it('keeps them apart by id: the configured one, the control plane’s, else the context', async () => {
    const [east, west, north] = [await fakes.server('east'), await fakes.server('west'), await fakes.server('north')]
    west.put('/apis/apps/v1/deployments', {
      metadata: { name: 'istiod', namespace: 'istio-system' },
      spec: {
        template: {
          metadata: { labels: { app: 'istiod' } },
          spec: { containers: [{ name: 'discovery', env: [{ name: 'CLUSTER_ID', value: 'mesh-west' }] }] },
        },
      },
    })
    const { cluster } = await fakes.watch([east, west, north], {
      contexts: ['east', 'west', 'north'],
      clusterIds: { east: 'mesh-east' },
    })
    const { clusters, services: all } = await cluster.inventory()
    expect(clusters).toEqual([
      { name: 'east', id: 'mesh-east', idOrigin: 'configured' },
      { name: 'west', id: 'mesh-west', idOrigin: 'control-plane' },
      { name: 'north', id: 'north', idOrigin: 'assumed' },
    ])
    expect(all.map((one) => one.cluster)).toEqual(['mesh-east', 'mesh-west', 'north'])
  })

  it('lets a cluster that hangs hide nothing of the others', async () => {
    const [east, west] = [await fakes.server('east'), await fakes.server('west')]
    west.misbehave({ how: 'hang' })
    const { cluster, clock } = await fakes.watch([east, west], { contexts: ['east', 'west'], timeoutSeconds: 5 })
    const asked = cluster.inventory()
    await vi.waitFor(() => expect(east.openWatches()).toBe(6))
    await clock.advance(5)
    const inventory = await asked
    expect(inventory.services.map((one) => one.cluster)).toEqual(['east'])
    expect(inventory.notices).toMatchObject([{ code: 'timeout', cluster: 'west' }])
    await expect(cluster.probe(AbortSignal.abort(new Error('no time')))).rejects.toThrow('no time')
  })
})

describe('kubeconfig', () => {
  it('refuses what cannot be used and tells nothing of the file', async () => {
    const fake = await fakes.server()
    await expect(fakes.watch([fake], { contexts: ['elsewhere'] })).rejects.toMatchObject({
      code: 'invalid',
      params: { reason: 'no-such-context', context: 'elsewhere' },
    })
    const path = await fake.kubeconfig()
    await writeFile(path, 'users: [{name: a, user: {token: "s3cret"')
    const options = { kubeconfigPath: path, clock: new ManualClock(), log: silent, random: () => 0 }
    let error: unknown
    try {
      connectKubernetes(options)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: 'invalid', params: { reason: 'kubeconfig-unreadable' } })
    expect(inspect(error, { depth: 9 })).not.toContain('s3cret')
  })
})
