import { expect, it } from 'vitest'
import { readDiagnosisStart } from './diagnosis-start.ts'

const read = (text: string) => {
  const search = new URLSearchParams(text)
  return readDiagnosisStart((name) => search.get(name) ?? undefined)
}

it.each([
  ['', {}],
  ['namespace=pay', {}],
  ['service=payments', {}],
  ['namespace=&service=payments', {}],
  ['namespace=pay&service=payments', { namespace: 'pay', service: 'payments' }],
  [
    'namespace=pay&service=payments&source=shop/checkout',
    { namespace: 'pay', service: 'payments', source: 'shop/checkout' },
  ],
  ['namespace=pay&service=payments&source=checkout', { namespace: 'pay', service: 'payments' }],
])('reads %j as a start, and half of one as none', (text, expected) => {
  expect(read(text)).toEqual(expected)
})
