import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { LinkTarget } from '#lib/domain/objects/object-view.ts'
import { yamlLines, yamlText } from './yaml-lines.ts'

const target: LinkTarget = { kind: 'service', cluster: 'demo', namespace: 'shop', name: 'back' }

const object = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'back' },
  spec: { host: 'back', subsets: [{ name: 'v1', labels: { version: 'v1' } }], weight: 5, isOn: true },
}

describe('yamlLines', () => {
  it('puts each link on the line its field begins on', () => {
    const links = [
      { path: ['spec', 'host'], targets: [target] },
      { path: ['spec', 'subsets', 0, 'labels'], targets: [target] },
    ]
    const linked = yamlLines({ object, links }).filter(({ targets }) => targets.length > 0)
    expect(
      linked.map(({ tokens }) =>
        tokens
          .map(({ text }) => text)
          .join('')
          .trim(),
      ),
    ).toEqual(['host: back', 'labels:'])
  })

  it('tells keys, texts, numbers and words apart', () => {
    const kinds = yamlLines({ object, links: [] }).flatMap(({ tokens }) => tokens)
    expect(kinds).toContainEqual({ text: 'host', kind: 'key' })
    expect(kinds).toContainEqual({ text: 'back', kind: 'text' })
    expect(kinds).toContainEqual({ text: '5', kind: 'number' })
    expect(kinds).toContainEqual({ text: 'true', kind: 'word' })
  })

  it('loses and adds nothing: the lines are the text, and the text is the object', () => {
    const json = fc.jsonValue({ maxDepth: 3 })
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), json), (spec) => {
        const view = { object: { ...object, spec: { ...spec } }, links: [] }
        const text = yamlText(view)
        const lines = yamlLines(view).map(({ tokens }) => tokens.map((token) => token.text).join(''))
        expect(`${lines.join('\n')}\n`).toBe(text)
        expect(JSON.stringify(parse(text))).toBe(JSON.stringify(view.object))
      }),
    )
  })
})
