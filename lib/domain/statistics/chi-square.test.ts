import { expect, test } from 'vitest'
import { chiSquareSurvival } from './chi-square.ts'
import { logGamma } from './gamma.ts'

/** Critical values (NIST/SEMATECH e-Handbook 1.3.6.7.4; R's `qchisq`). */
test.each([
  [3.841458820694124, 1, 0.05],
  [6.6348966010212145, 1, 0.01],
  [10.827566170662733, 1, 0.001],
  [12.115665146397824, 1, 0.0005],
  [5.991464547107979, 2, 0.05],
  [7.814727903251179, 3, 0.05],
  [9.487729036781154, 4, 0.05],
  [11.070497693516351, 5, 0.05],
  [18.307038053275146, 10, 0.05],
  [0.00393214000001952, 1, 0.95],
])('above %d of %d degrees lies %d', (x, degrees, tail) => {
  expect(Math.abs(chiSquareSurvival(x, degrees) - tail)).toBeLessThan(1e-8)
})

test('of two degrees is the exponential tail, far out too', () => {
  for (const x of [0, 0.1, 1, 10, 100, 600]) {
    expect(Math.abs(chiSquareSurvival(x, 2) / Math.exp(-x / 2) - 1)).toBeLessThan(1e-10)
  }
})

test('nothing lies above infinity', () => {
  expect(chiSquareSurvival(Number.POSITIVE_INFINITY, 3)).toBe(0)
})

test('Γ is the factorial, and √π at a half', () => {
  expect(Math.abs(logGamma(11) - Math.log(3_628_800))).toBeLessThan(1e-12)
  expect(Math.abs(logGamma(0.5) - Math.log(Math.sqrt(Math.PI)))).toBeLessThan(1e-12)
  expect(Math.abs(logGamma(0.25) - Math.log(3.625609908221908))).toBeLessThan(1e-12)
})
