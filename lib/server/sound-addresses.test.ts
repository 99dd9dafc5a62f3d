import { createServer, request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mendAddresses, soundAddress } from './sound-addresses.ts'

test('an address that can be decoded stays as it is', () => {
  fc.assert(
    fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
      expect(soundAddress(`${path}?${query}`)).toBe(`${path}?${query}`)
    }),
  )
})

test.each([
  ['/services/%/x', '/services/%25/x'],
  ['/services/%ff/%20?q=%ff', '/services/%25ff/%20?q=%ff'],
  ['/a%2fb/%c0%ae?x?y', '/a%2fb/%25c0%25ae?x?y'],
])('%s becomes %s', (address, sound) => {
  expect(soundAddress(address)).toBe(sound)
})

const seen: (string | undefined)[] = []
const server = createServer((asked, response) => {
  seen.push(asked.url)
  response.end()
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

test('whoever serves sees the mended address', async () => {
  mendAddresses()
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  await new Promise((resolve) => request({ host: '127.0.0.1', port, path: '/%ff' }, resolve).end())
  expect(seen).toEqual(['/%25ff'])
})
