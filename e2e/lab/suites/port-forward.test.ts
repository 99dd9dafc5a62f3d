import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { KubeConfig, PortForward } from '@kubernetes/client-node'
import { beforeAll, describe, expect, it } from 'vitest'
import { lab } from '../settings.ts'
import { type Pod, podOf } from './support/pods.ts'

let pod: Pod
let forward: PortForward

beforeAll(async () => {
  const kubeConfig = new KubeConfig()
  kubeConfig.loadFromFile(lab.kubeconfig)
  forward = new PortForward(kubeConfig)
  pod = await podOf('shop', 'app=cart')
})

/** Sends one HTTP request down a forwarded port; resolves with all that came back when either side closed. */
async function exchange(port: number, path: string): Promise<{ answer: string; error: string }> {
  const { namespace, name } = pod.metadata
  const [toPod, fromPod, errors] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const socket = await forward.portForward(namespace, name, [port], fromPod, errors, toPod)
  if (typeof socket === 'function') {
    throw new Error('a port forward that restarts by itself was not asked for')
  }
  const read = Promise.all([text(fromPod), text(errors)])
  const closed = new Promise((resolve) => socket.once('close', resolve))
  toPod.write(`GET ${path} HTTP/1.1\r\nhost: cart\r\nconnection: close\r\n\r\n`)
  await closed
  fromPod.end()
  errors.end()
  const [answer, error] = await read
  return { answer, error }
}

describe('pods/portforward', () => {
  it('reaches the application in the pod’s own network', async () => {
    const { answer, error } = await exchange(8080, '/healthz')
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer).toMatch(/\r\nok\n$/)
    expect(error).toBe('')
  })

  it('reaches what listens on the pod’s loopback only: the proxy’s admin port', async () => {
    const { answer } = await exchange(15000, '/server_info')
    expect(answer).toContain('"state": "LIVE"')
  })

  it('says so when nothing listens', async () => {
    const { answer, error } = await exchange(1, '/')
    expect(answer).toBe('')
    expect(error).toMatch(/refused/i)
  })
})
