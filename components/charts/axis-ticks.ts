const timeSteps = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800]

/** Zero, the middle and a round top that no value exceeds. */
export function valueTicks(maximum: number): [number, number, number] {
  if (!(maximum > 0) || !Number.isFinite(maximum)) {
    return [0, 0.5, 1]
  }
  const magnitude = 10 ** Math.floor(Math.log10(maximum))
  const factor = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].find((step) => step * magnitude >= maximum) ?? 10
  const top = factor * magnitude
  return [0, top / 2, top]
}

/** Round moments of the viewer's day within `[from, to]`, at most `count`. `offsetSeconds` is the zone's distance to UTC. */
export function timeTicks(from: number, to: number, count: number, offsetSeconds: number): number[] {
  const step = timeSteps.find((seconds) => (to - from) / seconds <= count - 1) ?? Math.ceil((to - from) / (count - 1))
  const ticks: number[] = []
  for (let t = Math.ceil((from + offsetSeconds) / step) * step - offsetSeconds; t <= to; t += step) {
    ticks.push(t)
  }
  return ticks
}
