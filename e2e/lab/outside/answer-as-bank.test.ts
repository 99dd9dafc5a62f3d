import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { answerAsBank } from './answer-as-bank.ts'

it.each([
  ['POST', '/v2/transfers', 200, { state: 'accepted' }],
  ['GET', '/v2/transfers', 404, { error: 'not found' }],
  ['POST', '/v1/transfers', 404, { error: 'not found' }],
])('the bank answers %s %s with %d', async (method, path, code, body) => {
  const server = createServer((request, response) => void answerAsBank(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method })
  expect(response.status).toBe(code)
  expect(await response.json()).toMatchObject(body)
})
