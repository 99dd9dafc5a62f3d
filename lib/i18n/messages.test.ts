import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, test } from 'vitest'
import { messages } from './messages.ts'

describe('messages', () => {
  function entriesOf(tree: object, prefix = ''): [string, string][] {
    return Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'object'
        ? entriesOf(value, `${prefix}${key}.`)
        : [[`${prefix}${key}`, String(value)] as [string, string]],
    )
  }
  /** Every argument a sentence takes, and those it must show: a plural may only choose a form of the word. */
  function argumentsOf(text: string): { all: Set<string>; shown: Set<string> } {
    const [all, shown] = [new Set<string>(), new Set<string>()]
    const walk = (elements: MessageFormatElement[]): void => {
      for (const element of elements) {
        if (element.type === TYPE.literal || element.type === TYPE.pound) {
          continue
        }
        all.add(element.value)
        if (element.type !== TYPE.plural) {
          shown.add(element.value)
        }
        if (element.type === TYPE.select || element.type === TYPE.plural) {
          for (const option of Object.values(element.options)) {
            walk(option.value)
          }
        }
        if (element.type === TYPE.tag) {
          walk(element.children)
        }
      }
    }
    walk(parse(text))
    return { all, shown }
  }

  function sayTheSame(one: string, two: string): boolean {
    const [first, second] = [argumentsOf(one), argumentsOf(two)]
    return first.shown.isSubsetOf(second.all) && second.shown.isSubsetOf(first.all)
  }

  const en = new Map(entriesOf(messages.en))
  const zh = new Map(entriesOf(messages.zh))

  test('both languages have the same keys', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
  })

  test('both languages use the same placeholders, and no sentence is empty', () => {
    const unequal = [...en].filter(([key, text]) => text === '' || !sayTheSame(text, zh.get(key) ?? ''))
    expect(unequal.map(([key]) => key)).toEqual([])
  })
})
