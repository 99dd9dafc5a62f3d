import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kubectl } from '../kubectl.ts'
import { behave } from './support/behave.ts'
import { networkNamespacesOf } from './support/network-namespaces.ts'
import { ownNamespace, rolledOut, runWorkload } from './support/own-namespace.ts'
import { containerStatus, isReady, podOf, podsOf, readyEndpoints } from './support/pods.ts'

const namespace = 'suite-workload-life'
let own: { remove(): Promise<void> }

beforeAll(async () => {
  own = await ownNamespace(namespace)
  await runWorkload(namespace, { name: 'echo' })
  await rolledOut(namespace, 'echo')
})

afterAll(async () => {
  await own?.remove()
  expect(networkNamespacesOf(namespace)).toEqual([])
})

const endpoints = () => readyEndpoints(namespace, 'echo')

describe('kubectl scale', () => {
  it('brings a second pod among the endpoints, and takes it and its network away again', async () => {
    const [before] = await endpoints()
    await kubectl(['-n', namespace, 'scale', 'deployment/echo', '--replicas=2'])
    await expect.poll(endpoints).toHaveLength(2)
    expect(networkNamespacesOf(namespace)).toHaveLength(2)
    expect(await endpoints()).toContain(before)
    await kubectl(['-n', namespace, 'scale', 'deployment/echo', '--replicas=1'])
    await expect.poll(endpoints).toHaveLength(1)
    await expect.poll(() => networkNamespacesOf(namespace)).toHaveLength(1)
  }, 150_000)
})

describe('kubectl rollout restart', () => {
  it('puts a new pod in the place of the old one, never without an endpoint', async () => {
    const before = await podOf(namespace, 'app=echo')
    await kubectl(['-n', namespace, 'rollout', 'restart', 'deployment/echo'])
    const seen: number[] = []
    await expect
      .poll(async () => {
        seen.push((await endpoints()).length)
        return (await podsOf(namespace, 'app=echo')).filter(isReady).map(({ metadata }) => metadata.name)
      })
      .not.toContain(before.metadata.name)
    await rolledOut(namespace, 'echo')
    expect(Math.min(...seen)).toBeGreaterThan(0)
    await expect.poll(async () => (await podsOf(namespace, 'app=echo')).length).toBe(1)
  }, 120_000)
})

describe('readiness', () => {
  it('keeps a pod whose probe is refused out of the endpoints while it runs', async () => {
    const probe = { path: '/absent', port: 8081 }
    await runWorkload(namespace, { name: 'unwell', env: { SERVES: 'tcp:8080' }, readiness: probe, isMeshed: false })
    await expect
      .poll(async () => containerStatus(await podOf(namespace, 'app=unwell'), 'unwell')?.state.running)
      .toBeDefined()
    const conditions = (await podOf(namespace, 'app=unwell')).status.conditions ?? []
    expect(conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'False' }))
    expect(await readyEndpoints(namespace, 'unwell')).toEqual([])
    await runWorkload(namespace, { name: 'unwell', env: { SERVES: 'tcp:8080' }, isMeshed: false, readiness: healthy })
    await expect.poll(() => readyEndpoints(namespace, 'unwell')).toHaveLength(1)
  }, 150_000)
})

const healthy = { path: '/healthz', port: 8081 }

describe('a process that crashes', () => {
  it('takes its pod out of the endpoints, shows a crash loop, and comes back when it is well', async () => {
    const pod = await podOf(namespace, 'app=echo')
    const app = async () => containerStatus(await podOf(namespace, 'app=echo'), 'echo')
    behave(pod, { crash: true })
    await expect.poll(endpoints).toEqual([])
    await expect.poll(async () => (await app())?.state.waiting?.reason).toBe('CrashLoopBackOff')
    const crashed = await app()
    expect(crashed?.restartCount).toBeGreaterThan(0)
    expect(crashed?.lastState.terminated?.exitCode).toBe(1)
    const proxy = containerStatus(await podOf(namespace, 'app=echo'), 'istio-proxy')
    expect(proxy).toMatchObject({ ready: true, restartCount: 0 })
    behave(pod, undefined)
    await expect.poll(endpoints, { timeout: 90_000 }).toEqual([pod.status.podIP])
    expect((await app())?.state.running).toBeDefined()
  }, 180_000)
})
