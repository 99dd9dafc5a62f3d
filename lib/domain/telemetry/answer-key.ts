import { type Answer, type Outcome, outcomeOf } from './outcome.ts'

const grpcPrefix = 'grpc '

/** An answer as `byCode` and the groups of a history name it: `200`, `0` where there was none, `grpc 14`. */
export function answerKey({ code = '', grpcStatus }: Partial<Pick<Answer, 'code' | 'grpcStatus'>>): string {
  return grpcStatus === undefined || grpcStatus === '' ? code : grpcPrefix + grpcStatus
}

/** The gRPC status of an answer so named; undefined of plain HTTP. */
export function grpcStatusOf(key: string): string | undefined {
  return key.startsWith(grpcPrefix) ? key.slice(grpcPrefix.length) : undefined
}

/** What an answer so named came to by `outcomeOf`, whatever flags it carried. */
export function outcomeOfAnswer(key: string): Outcome {
  const grpcStatus = grpcStatusOf(key)
  return outcomeOf({ code: grpcStatus === undefined ? key : '200', grpcStatus, flags: [] })
}
