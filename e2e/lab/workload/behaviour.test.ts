import { describe, expect, it } from 'vitest'
import { parseBehaviour } from './behaviour.ts'

describe('parseBehaviour', () => {
  it('reads every field', () => {
    const behaviour = { failShare: 0.5, failCode: 503, extraMs: 200, crash: true, hangShare: 0.1 }
    expect(parseBehaviour(JSON.stringify(behaviour), 'http')).toEqual(behaviour)
    expect(parseBehaviour('{"failCode":14}', 'grpc')).toEqual({ failCode: 14 })
    expect(parseBehaviour('{"rate":3}', undefined)).toEqual({ rate: 3 })
  })

  it.each([
    ['{', 'JSON'],
    ['[]', 'expected a JSON object'],
    ['null', 'expected a JSON object'],
    ['{"failShare":1.5,"slow":1}', 'failShare must be a share from 0 to 1, slow is not known'],
    ['{"failCode":14}', 'failCode must be a status of the protocol served'],
    ['{"crash":false}', 'crash must be true'],
    ['{"extraMs":"5"}', 'extraMs must be milliseconds'],
    ['{"rate":3}', 'rate must be a batch client'],
    ['{"toString":1}', 'toString is not known'],
  ])('refuses %s and says what is wrong', (text, problem) => {
    expect(() => parseBehaviour(text, 'http')).toThrow(problem)
  })
})
