/** Where a change is as likely noise as not, in spreads of the baseline. */
const evenOdds = 4

/** How sure it is that something rose, from 0 for noise or a fall towards 1; one half at four spreads. */
export function sureness(z: number): number {
  return z <= 0 ? 0 : 1 / (1 + (evenOdds / z) ** 2)
}
