import { describe, expect, test } from 'vitest'
import { planMesh } from './mesh-plan.ts'
import { historyText, scrapeText } from './write-series.ts'

const plan = planMesh({ services: 12, edges: 14, namespaces: 2, seed: 3 })

const samples = (pieces: Iterable<string>) =>
  [...pieces]
    .join('')
    .split('\n')
    .filter((line) => /^istio_/.test(line))

describe('series as text', () => {
  test('a history is what scrapes at its moments would have got', () => {
    const history = samples(historyText(plan, { from: 5000, to: 5030, stepSeconds: 15, age: 600 })).sort()
    const scraped = [0, 15, 30].flatMap((second) =>
      samples(scrapeText(plan, 600 + second)).map((line) => `${line} ${5000 + second}`),
    )
    expect(history).toEqual(scraped.sort())
  })

  test('every family is announced once, before its series', () => {
    const lines = [...scrapeText(plan, 600)].join('').trimEnd().split('\n')
    let announced = ''
    for (const line of lines) {
      announced = /^# TYPE (\w+) /.exec(line)?.[1] ?? announced
      expect(line.replace('# TYPE ', '').startsWith(announced)).toBe(true)
    }
    const types = lines.filter((line) => line.startsWith('#'))
    expect(new Set(types).size).toBe(types.length)
  })
})
