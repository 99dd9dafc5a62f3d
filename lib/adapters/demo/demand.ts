import type { UnixSeconds } from '../../domain/time.ts'
import { hashText, hashUnit } from './unit-process.ts'

/** 2026-01-01T00:00:00Z: every counter of every world is 0 here, whenever the process starts. */
export const epoch: UnixSeconds = 1_767_225_600

const daySeconds = 86_400

interface Wave {
  share: number
  periodSeconds: number
  phase: number
}

/** How many requests enter the mesh: a base rate carried by waves, always positive, with its integral in closed form. */
export interface Demand {
  /** Requests expected since the epoch. */
  since(second: UnixSeconds): number
}

/** Demand that is `noonPerSecond` at 12:00 UTC on the daily wave, least at midnight, with three smaller seeded waves. */
export function dailyDemand(name: string, noonPerSecond: number, dayShare: number, seed: number): Demand {
  const key = hashText(`demand ${name}`, seed)
  const base = noonPerSecond / (1 + dayShare)
  const waves: Wave[] = [{ share: dayShare, periodSeconds: daySeconds, phase: -Math.PI / 2 }]
  for (const [index, periodSeconds] of [5_400, 1_140, 260].entries()) {
    waves.push({
      share: 0.03 / (index + 1),
      periodSeconds: periodSeconds * (0.8 + 0.4 * hashUnit(key, 2 * index)),
      phase: 2 * Math.PI * hashUnit(key, 2 * index + 1),
    })
  }
  const primitive = (second: number) =>
    waves.reduce(
      (sum, wave) => sum - ((wave.share * wave.periodSeconds) / (2 * Math.PI)) * Math.cos(angle(wave, second)),
      second - epoch,
    )
  const atEpoch = primitive(epoch)
  return {
    since: (second) => (second <= epoch ? 0 : base * (primitive(second) - atEpoch)),
  }
}

function angle(wave: Wave, second: number): number {
  return ((second - epoch) / wave.periodSeconds) * 2 * Math.PI + wave.phase
}
