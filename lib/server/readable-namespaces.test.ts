import { expect, test } from 'vitest'
import { AppError } from '../domain/errors.ts'
import { anInventory } from '../testing/builders.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { readableNamespaces, refuseBeyond } from './readable-namespaces.ts'

const clock = new ManualClock(0)
const { signal } = new AbortController()
const having = (...names: string[]) => ({
  inventory: async () =>
    anInventory({ namespaces: names.map((name) => ({ cluster: 'main', name, injection: 'sidecar' as const })) }),
})

test('with single namespaces to read, answers are about these alone', async () => {
  expect(await readableNamespaces(['shop', 'pay'], having('shop'), clock)(signal)).toEqual(['pay', 'shop'])
})

test('who may read all is not limited, nor where nothing is set', async () => {
  expect(await readableNamespaces(['shop'], having('shop', 'bank'), clock)(signal)).toBeUndefined()
  expect(await readableNamespaces([], having('shop'), clock)(signal)).toBeUndefined()
})

test('while Kubernetes is silent or down the limit holds', async () => {
  const down = {
    inventory: async () => {
      throw new AppError('unavailable')
    },
  }
  expect(await readableNamespaces(['shop'], down, clock)(signal)).toEqual(['shop'])
  const silent = readableNamespaces(['shop'], { inventory: () => new Promise(() => undefined) }, clock)(signal)
  await clock.advance(1)
  expect(await silent).toEqual(['shop'])
})

test('asking for others is forbidden, by path, query or list', () => {
  for (const asked of [{ namespace: 'bank' }, { namespaces: ['shop', 'bank'] }]) {
    expect(() => refuseBeyond(['shop'], {}, asked)).toThrow(expect.objectContaining({ code: 'forbidden' }))
  }
  expect(() => refuseBeyond(['shop'], { namespace: 'shop', name: 'x' }, { namespaces: ['shop'] })).not.toThrow()
})
