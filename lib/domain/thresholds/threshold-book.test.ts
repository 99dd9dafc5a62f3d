import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ThresholdSources, thresholdBook } from './threshold-book.ts'
import { ThresholdFile } from './threshold-rule.ts'
import { ThresholdText } from './threshold-setting.ts'
import { defaultThresholds } from './thresholds.ts'

const c = 'main'

function book(annotations: { namespace?: string; service?: string }, rules: object[] = []) {
  const sources: ThresholdSources = {
    namespaces: [
      { cluster: c, name: 'pay', ...(annotations.namespace && { healthAnnotation: annotations.namespace }) },
    ],
    services: [
      {
        cluster: c,
        namespace: 'pay',
        name: 'payments',
        ...(annotations.service && { healthAnnotation: annotations.service }),
      },
    ],
    thresholdRules: ThresholdFile.parse({ thresholds: rules }).thresholds,
  }
  return thresholdBook(sources)
}

describe('ThresholdText', () => {
  it('reads shares in percent and a number of requests, each as written', () => {
    expect(ThresholdText.parse('failing=2%, degraded = 0.25 % ,client-errors=100%,min-failed=12')).toEqual({
      failingErrorRatio: 0.02,
      degradedErrorRatio: 0.0025,
      degradedClientErrorRatio: 1,
      minFailedRequests: 12,
    })
    expect(ThresholdText.parse('failing=5%')).toEqual({ failingErrorRatio: 0.05 })
  })

  it.each([
    '',
    'failing',
    'failing=',
    'failing=2',
    'failing=0%',
    'failing=101%',
    'failing=-1%',
    'failing=2%,failing=3%',
    'faling=2%',
    'min-failed=0',
    'min-failed=1.5',
    'min-failed=3%',
    'failing=2%,',
    '{"failing":0.02}',
    'constructor=1%',
  ])('refuses %j', (text) => {
    expect(ThresholdText.safeParse(text).success).toBe(false)
  })

  it('never throws, whatever stands in an annotation', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof ThresholdText.safeParse(text).success === 'boolean'))
  })
})

describe('thresholdBook', () => {
  it('leaves to the defaults what nobody set', () => {
    expect(book({}).of(c, 'pay', 'payments')).toBeUndefined()
    expect(book({ service: 'failing=2%' }).of(c, 'pay', 'ledger')).toBeUndefined()
    expect(book({ service: 'failing=2%' }).of('other', 'pay', 'payments')).toBeUndefined()
  })

  it('takes each threshold from the service, else the namespace, else the file, else the default', () => {
    const rules = [{ namespace: 'p*', health: 'failing=9%,degraded=3%,client-errors=30%' }]
    const all = book({ service: 'failing=7%', namespace: 'failing=8%,degraded=2%' }, rules)
    expect(all.of(c, 'pay', 'payments')).toEqual({
      failingErrorRatio: 0.07,
      degradedErrorRatio: 0.02,
      degradedClientErrorRatio: 0.3,
      minFailedRequests: defaultThresholds.minFailedRequests,
      origin: 'service',
    })
    expect(all.of(c, 'pay', 'ledger')).toMatchObject({ failingErrorRatio: 0.08, origin: 'namespace' })
    expect(all.of(c, 'pay', undefined)).toMatchObject({ failingErrorRatio: 0.08, origin: 'namespace' })
    expect(all.of(c, 'post', 'office')).toMatchObject({ failingErrorRatio: 0.09, origin: 'file' })
    expect(all.of(c, 'shop', 'cart')).toBeUndefined()
  })

  it('lets a later rule of the file win for what it sets', () => {
    const rules = [
      { namespace: '*', health: 'failing=5%,min-failed=9' },
      { namespace: 'pay', service: 'pay*s', health: 'failing=6%' },
    ]
    expect(book({}, rules).of(c, 'pay', 'payments')).toMatchObject({ failingErrorRatio: 0.06, minFailedRequests: 9 })
    expect(book({}, rules).of(c, 'pay', 'ledger')).toMatchObject({ failingErrorRatio: 0.05 })
    expect(book({}, rules).of(c, 'pay', undefined)).toMatchObject({ failingErrorRatio: 0.05 })
  })

  it('matches names whole, and takes nothing but * for a pattern', () => {
    const rules = [{ namespace: 'a.c', health: 'failing=5%' }]
    expect(book({}, rules).of(c, 'abc', 'x')).toBeUndefined()
    expect(book({}, rules).of(c, 'a.cd', 'x')).toBeUndefined()
    expect(book({}, rules).of(c, 'a.c', 'x')).toBeDefined()
    expect(ThresholdFile.safeParse({ thresholds: [{ namespace: '(a+)+$', health: 'failing=5%' }] }).success).toBe(false)
  })

  it('never calls degraded what is above failing', () => {
    expect(book({ service: 'failing=0.1%' }).of(c, 'pay', 'payments')).toMatchObject({
      failingErrorRatio: 0.001,
      degradedErrorRatio: 0.001,
    })
  })

  it('names objects whose annotation cannot be read, and goes on as if they had none', () => {
    const broken = book({ service: 'failing=lots', namespace: 'failing=4%' })
    expect(broken.unreadable).toEqual(['Service pay/payments'])
    expect(broken.of(c, 'pay', 'payments')).toMatchObject({ failingErrorRatio: 0.04, origin: 'namespace' })
    expect(book({ namespace: 'x' }).unreadable).toEqual(['Namespace pay'])
  })
})
