import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { latencyRecord } from './latency-record.ts'
import { runLoad } from './run-load.ts'

async function shop(answer: (request: IncomingMessage, number: number) => number | undefined): Promise<URL> {
  let number = 0
  const server: Server = createServer((request, response) => {
    const code = answer(request, number++)
    if (code !== undefined) {
      response.writeHead(code).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const never = new AbortController().signal

describe('runLoad', () => {
  it('sends exactly what is due to the shop’s public host and counts the answers', async () => {
    const hosts = new Set<string | undefined>()
    const url = await shop(({ headers }, number) => {
      hosts.add(headers.host)
      return number % 10 === 0 ? 503 : 200
    })
    const report = await runLoad({ requestsPerSecond: 100, seconds: 0.5 }, url, never)
    expect(report).toMatchObject({ sent: 50, skipped: 0, answers: { 200: 45, 503: 5 } })
    expect(report.p99Ms).toBeGreaterThanOrEqual(report.p50Ms ?? Number.POSITIVE_INFINITY)
    expect([...hosts]).toEqual(['shop.example'])
  })

  it('does not wait for answers, and gives up the unanswered when it is stopped', async () => {
    let arrived = 0
    const url = await shop(() => {
      arrived++
      return undefined
    })
    const stopping = new AbortController()
    const running = runLoad({ requestsPerSecond: 200, seconds: 60 }, url, stopping.signal)
    await vi.waitFor(() => expect(arrived).toBeGreaterThan(20), { timeout: 10_000 })
    stopping.abort()
    const { sent, answers, ...rest } = await running
    expect(answers).toEqual({ 'given up': sent })
    expect(rest).not.toHaveProperty('p50Ms')
  })

  it('tells why nobody answered', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await new Promise((resolve) => server.close(resolve))
    const { answers } = await runLoad({ requestsPerSecond: 100, seconds: 0.05 }, url, never)
    expect(answers).toEqual({ ECONNREFUSED: 5 })
  })
})

describe('latencyRecord', () => {
  it('knows quantiles to 2 % over four decades', () => {
    const record = latencyRecord()
    expect(record.quantileMs(0.5)).toBeUndefined()
    for (let ms = 1; ms <= 10_000; ms++) {
      record.add(ms)
    }
    for (const share of [0.01, 0.5, 0.99, 1]) {
      expect((record.quantileMs(share) ?? 0) / (share * 10_000)).toBeCloseTo(1, 1)
    }
  })
})
