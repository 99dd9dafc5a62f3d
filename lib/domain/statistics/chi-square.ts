import { upperGammaRatio } from './gamma.ts'

/** P(X > x) of the χ² distribution with `degrees` degrees of freedom. */
export function chiSquareSurvival(x: number, degrees: number): number {
  return x === Number.POSITIVE_INFINITY ? 0 : upperGammaRatio(degrees / 2, x / 2)
}
