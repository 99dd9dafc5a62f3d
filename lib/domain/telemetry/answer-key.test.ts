import { describe, expect, it } from 'vitest'
import { answerKey, grpcStatusOf, outcomeOfAnswer } from './answer-key.ts'

describe('answerKey', () => {
  it.each([
    [{ code: '503' }, '503', 'server-failure'],
    [{ code: '0' }, '0', 'server-failure'],
    [{ code: '404', grpcStatus: '' }, '404', 'client-failure'],
    [{ code: '200', grpcStatus: '0' }, 'grpc 0', 'success'],
    [{ code: '200', grpcStatus: '7' }, 'grpc 7', 'client-failure'],
    [{ code: '200', grpcStatus: '14' }, 'grpc 14', 'server-failure'],
  ] as const)('names %o %s, which is a %s', (answer, key, outcome) => {
    expect(answerKey(answer)).toBe(key)
    expect(outcomeOfAnswer(key)).toBe(outcome)
  })

  it('gives the gRPC status back', () => {
    expect(grpcStatusOf(answerKey({ code: '200', grpcStatus: '14' }))).toBe('14')
    expect(grpcStatusOf('503')).toBeUndefined()
  })
})
