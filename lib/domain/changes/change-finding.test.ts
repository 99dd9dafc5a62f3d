import { expect, test } from 'vitest'
import { messages } from '../../i18n/messages.ts'
import { byGravity, ChangeRule, changeFinding } from './change-finding.ts'

test('every rule has its sentence, and every sentence its rule', () => {
  expect(Object.keys(messages.en.changeFindings).toSorted()).toEqual(ChangeRule.options.toSorted())
})

test('the gravest comes first', () => {
  const found = [
    changeFinding('nothing-to-do', 'info', {}),
    changeFinding('no-catch-all', 'warn', {}),
    changeFinding('route-gone', 'block', {}),
    changeFinding('version-unknown', 'block', {}),
  ].toSorted(byGravity)
  expect(found.map(({ rule }) => rule)).toEqual(['version-unknown', 'route-gone', 'no-catch-all', 'nothing-to-do'])
})
