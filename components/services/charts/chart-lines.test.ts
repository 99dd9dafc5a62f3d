import { describe, expect, it } from 'vitest'
import { chartLines } from './chart-lines.ts'

const name = (key: string) => (key === '' ? 'none' : key)
const none = new Map<string, string>()

describe('chartLines', () => {
  it('gives a version the colour it has elsewhere', () => {
    const colors = new Map([
      ['v1', 'var(--series-1)'],
      ['v2', 'var(--series-2)'],
    ])
    const [line] = chartLines([{ key: 'v2', points: [1] }], 'version', colors, name)
    expect(line?.color).toBe('var(--series-2)')
  })

  it('colours statuses by who is at fault, and tells those of one class apart by their dash', () => {
    const keys = ['200', '404', '503', '500', '0', 'grpc 0', 'grpc 7', 'grpc 14']
    const lines = chartLines(
      keys.map((key) => ({ key, points: [1] })),
      'code',
      none,
      name,
    )
    const looks = new Map(lines.map((line) => [line.key, line]))
    expect(looks.get('200')?.color).toBe('var(--line-strong)')
    expect(looks.get('404')?.color).toBe('var(--degraded)')
    expect(looks.get('0')?.color).toBe('var(--failing)')
    expect(looks.get('grpc 0')?.color).toBe('var(--line-strong)')
    expect(looks.get('grpc 7')?.color).toBe('var(--degraded)')
    expect(looks.get('grpc 14')?.color).toBe('var(--failing)')
    expect(looks.get('500')?.dash).not.toBe(looks.get('503')?.dash)
  })

  it('draws the eight largest of many', () => {
    const lines = Array.from({ length: 20 }, (_, index) => ({ key: `c${index}`, points: [index, null] }))
    const shown = chartLines(lines, 'caller', none, name)
    expect(shown.map((line) => line.key).sort()).toEqual(['c12', 'c13', 'c14', 'c15', 'c16', 'c17', 'c18', 'c19'])
  })

  it('names what belongs to no group', () => {
    expect(chartLines([{ key: '', points: [1] }], 'flag', none, name)[0]?.label).toBe('none')
  })
})
