import { createServer } from 'node:net'
import { expect, test } from '@playwright/test'
import { openLive } from '../support/live-events.ts'
import { refuseToStart, startProduct } from '../support/product.ts'

test('SIGTERM ends the server within 5 s while streams are open, and ends the streams', async () => {
  const product = await startProduct({ EXANTAS_SOURCE: 'demo' })
  const streams = await Promise.all(Array.from({ length: 5 }, () => openLive(`${product.url}/api/v1/live`)))
  await Promise.all(streams.map((stream) => stream.next()))
  const ends = Promise.allSettled(
    streams.map(async (stream) => {
      for (;;) {
        await stream.next()
      }
    }),
  )
  expect(await product.stop()).toBeLessThan(5)
  await ends
  expect(() => process.kill(product.pid, 0)).toThrow()
})

test('each bad variable is named in one sentence and nothing starts', async () => {
  const { code, output } = await refuseToStart({ EXANTAS_SOURCE: 'demo', PORT: 'http', EXANTAS_DEMO_SPEED: 'fast' })
  expect(code).toBe(2)
  expect(output).toContain('PORT must be a number')
  expect(output).toContain('EXANTAS_DEMO_SPEED must be a number')
})

test('a source must be chosen, and a cluster needs its Prometheus', async () => {
  expect((await refuseToStart({})).output).toContain('EXANTAS_SOURCE must be demo or cluster')
  expect((await refuseToStart({ EXANTAS_SOURCE: 'cluster' })).output).toContain('EXANTAS_PROMETHEUS_URL is required')
})

test('a kubeconfig that cannot be used ends the start with one sentence', async () => {
  const cluster = { EXANTAS_SOURCE: 'cluster', EXANTAS_PROMETHEUS_URL: 'http://127.0.0.1:9', PORT: '0' }
  const { code, output } = await refuseToStart({ ...cluster, KUBECONFIG: '/nonexistent' })
  expect(code).toBe(2)
  expect(output).toContain('KUBECONFIG names no file that can be read')
})

test('a port in use is said so', async () => {
  const squatter = createServer()
  const port = await new Promise<number>((resolve) => {
    squatter.listen(0, '127.0.0.1', () => {
      const address = squatter.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const { code, output } = await refuseToStart({ EXANTAS_SOURCE: 'demo', PORT: String(port) })
  squatter.close()
  expect(code).toBe(2)
  expect(output).toContain(`port ${port} on 127.0.0.1 is in use`)
})

test('listening beyond this machine is said so', async () => {
  const product = await startProduct({ EXANTAS_SOURCE: 'demo', HOST: '0.0.0.0' })
  expect(product.output()).toContain('has no sign-in yet')
  await product.stop()
})
