import { describe, expect, it } from 'vitest'
import { drawAnswer, parseAnswers } from './own-answer.ts'

describe('parseAnswers', () => {
  it('reads HTTP and gRPC statuses with their shares', () => {
    expect(parseAnswers('500 0.0004; 404 0.006', 'http')).toEqual([
      { code: 500, share: 0.0004 },
      { code: 404, share: 0.006 },
    ])
    expect(parseAnswers('grpc 5 0.003\ngrpc 13 0.0005', 'grpc')).toEqual([
      { code: 5, share: 0.003 },
      { code: 13, share: 0.0005 },
    ])
  })

  it.each([
    ['500 0.1', 'grpc'],
    ['grpc 13 0.1', 'http'],
    ['grpc 17 0.1', 'grpc'],
    ['200 0.1', 'http'],
    ['500', 'http'],
    ['500 0.1', 'tcp'],
    ['500 0.6; 503 0.6', 'http'],
  ] as const)('refuses %j of %s', (text, protocol) => {
    expect(() => parseAnswers(text, protocol)).toThrow('ANSWERS')
  })
})

describe('drawAnswer', () => {
  it('gives each answer its share of the chances and the rest none', () => {
    const answers = parseAnswers('500 0.25; 404 0.5', 'http')
    const drawn = [0, 0.24, 0.25, 0.74, 0.75, 0.99].map((chance) => drawAnswer(answers, () => chance)?.code)
    expect(drawn).toEqual([500, 500, 404, 404, undefined, undefined])
  })
})
