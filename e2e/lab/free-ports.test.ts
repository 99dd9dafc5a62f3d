import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { isFree } from './free-ports.ts'

it('a port is taken while somebody listens on it, on whichever address', async () => {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await isFree(url)).toBe(false)
  server.close()
  await once(server, 'close')
  expect(await isFree(url)).toBe(true)
})
