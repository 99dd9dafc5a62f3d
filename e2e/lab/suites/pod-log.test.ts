import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kubectl } from '../kubectl.ts'
import { behave } from './support/behave.ts'
import { type FollowedLog, followLog } from './support/follow-log.ts'
import { ownNamespace, rolledOut, runWorkload } from './support/own-namespace.ts'
import { containerStatus, type Pod, podOf } from './support/pods.ts'

const namespace = 'suite-pod-log'
const line = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z) /
let own: { remove(): Promise<void> }
let pod: Pod

beforeAll(async () => {
  own = await ownNamespace(namespace)
  await runWorkload(namespace, { name: 'echo' })
  await rolledOut(namespace, 'echo')
  pod = await podOf(namespace, 'app=echo')
})

afterAll(() => own?.remove())

const logs = (container: string, ...options: string[]) =>
  kubectl(['-n', namespace, 'logs', pod.metadata.name, '-c', container, ...options])

/** A request whose path nobody else asks for; the proxy writes it into its log. */
async function visit(): Promise<string> {
  const path = `/${randomUUID()}`
  const response = await fetch(`http://${pod.status.podIP}:8080${path}`)
  await response.text()
  return path
}

async function loggedVisits(count: number): Promise<string[]> {
  const paths: string[] = []
  for (let made = 0; made < count; made += 1) {
    paths.push(await visit())
  }
  await expect.poll(() => logs('istio-proxy')).toContain(paths.at(-1))
  return paths
}

const linesOf = (text: string) => text.split('\n').filter((one) => one !== '')
const timesOf = (text: string) => linesOf(text).map((one) => line.exec(one)?.[1] ?? `no time: ${one}`)

describe('pods/log', () => {
  it('has every container of a meshed pod, those that are done included', async () => {
    const { containers, initContainers = [] } = pod.spec
    const names = [...initContainers, ...containers].map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['echo', 'istio-proxy']))
    expect(names.length).toBeGreaterThan(2)
    for (const name of names) {
      expect(linesOf(await logs(name)), name).not.toEqual([])
    }
  })

  it('refuses a container that the pod does not have', async () => {
    await expect(logs('nobody')).rejects.toThrow(/container nobody is not valid/)
  })

  it('gives the last lines', async () => {
    await loggedVisits(5)
    const all = linesOf(await logs('istio-proxy'))
    const tail = linesOf(await logs('istio-proxy', '--tail=3'))
    expect(all.length).toBeGreaterThan(3)
    expect(tail).toEqual(all.slice(-3))
    expect(await logs('istio-proxy', '--tail=0')).toBe('')
  })

  it('stamps each line with its time, in order', async () => {
    await loggedVisits(3)
    const times = timesOf(await logs('istio-proxy', '--timestamps'))
    expect(times.length).toBeGreaterThan(3)
    expect(times).toEqual([...times].sort())
    expect(Date.now() - Date.parse(times.at(-1) ?? '')).toBeLessThan(60_000)
  })

  it('gives what was written since a moment and nothing older', async () => {
    const [first = ''] = await loggedVisits(3)
    const stamped = linesOf(await logs('istio-proxy', '--timestamps'))
    const moment = line.exec(stamped.find((one) => one.includes(first)) ?? '')?.[1] ?? ''
    const since = await logs('istio-proxy', '--timestamps', `--since-time=${moment}`)
    expect(since).toContain(first)
    expect(timesOf(since).filter((time) => Date.parse(time) < Math.floor(Date.parse(moment) / 1000) * 1000)).toEqual([])
    expect(linesOf(since).length).toBeLessThan(stamped.length)
  })

  it('stops after a number of bytes', async () => {
    expect(Buffer.byteLength(await logs('istio-proxy', '--limit-bytes=100'))).toBe(100)
  })

  it('follows what is written while it is read', async () => {
    let followed: FollowedLog | undefined
    try {
      followed = followLog(['-n', namespace, pod.metadata.name, '-c', 'istio-proxy', '--tail=1'])
      await expect.poll(() => followed?.text()).not.toBe('')
      const path = await visit()
      await expect.poll(() => followed?.text()).toContain(path)
    } finally {
      followed?.stop()
    }
  })

  it('has the last words of a process that crashed, and the first of the one after it', async () => {
    behave(pod, { crash: true })
    await expect
      .poll(async () => containerStatus(await podOf(namespace, 'app=echo'), 'echo')?.restartCount)
      .toBeGreaterThan(0)
    expect(await logs('echo', '--previous')).toContain('"crash":true')
    behave(pod, undefined)
    await expect
      .poll(async () => containerStatus(await podOf(namespace, 'app=echo'), 'echo')?.ready, { timeout: 90_000 })
      .toBe(true)
    expect(await logs('echo')).toContain('"message":"started"')
    await expect(logs('istio-proxy', '--previous')).rejects.toThrow(/previous terminated container/)
  }, 150_000)
})
