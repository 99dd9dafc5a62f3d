import { describe, expect, test } from 'vitest'
import { anEdgeView } from '#lib/testing/view-builders.ts'
import type { EdgeView } from '../view/graph-view.ts'
import { lineLook } from './line-look.ts'
import type { Palette } from './read-palette.ts'
import { emptyScene, type Scene } from './scene.ts'

const palette = new Proxy({} as Palette, { get: (_, name) => String(name) })
const look = (rest: Partial<EdgeView>, scene: Partial<Scene> = {}, zoom = 1) =>
  lineLook(anEdgeView('a', 'b', { id: 'e', step: 3, ...rest }), { ...emptyScene, ...scene }, palette, zoom)

describe('lineLook', () => {
  test('healthy is quiet, wrong is coloured and lies over it', () => {
    expect(look({}).color).toBe('lineStrong')
    expect(look({ tone: 'failing' }).color).toBe('failing')
    expect(look({ tone: 'degraded' }).color).toBe('degraded')
    expect(look({ tone: 'failing' }).depth).toBeGreaterThan(look({ tone: 'degraded' }).depth)
    expect(look({ tone: 'degraded' }).depth).toBeGreaterThan(look({}).depth)
  })

  test('every kind of traffic has dashes of its own, so that colour is never alone', () => {
    const dashes = [
      {},
      { isTcp: true },
      { isMirrored: true },
      { isAttemptsOnly: true },
      { tone: 'unknown' as const },
    ].map((kind) => look({ ...kind }).dash.join())
    expect(new Set(dashes).size).toBe(dashes.length)
  })

  test('mirrored copies are violet whatever becomes of them, and are told from attempts', () => {
    expect(look({ isMirrored: true, isAttemptsOnly: true, tone: 'failing' })).toMatchObject({ color: 'purpose' })
    expect(look({ isMirrored: true, isAttemptsOnly: true }).dash).not.toEqual(look({ isAttemptsOnly: true }).dash)
  })

  test('is broader for more traffic near, and one breadth from afar', () => {
    const breadths = ([1, 2, 3, 4, 5] as const).map((step) => look({ step }).width)
    expect(breadths).toEqual(breadths.toSorted((a, b) => a - b))
    expect(new Set(breadths).size).toBe(5)
    expect(look({ step: 1 }, {}, 0.2).width).toBe(look({ step: 5 }, {}, 0.2).width)
  })

  test('fades unless it is pointed at or chosen', () => {
    expect(look({ isDimmed: true }).alpha).toBeLessThan(0.3)
    expect(look({ isDimmed: true }, { hovered: 'a' }).alpha).toBe(1)
    expect(look({ isDimmed: true }, { selected: 'e' })).toMatchObject({ alpha: 1, isChosen: true })
  })
})
