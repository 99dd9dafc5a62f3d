import type { ServedProtocol } from './serving.ts'

/** A kind of answer a workload gives of its own accord to `share` of its requests. */
export interface OwnAnswer {
  /** HTTP status, or gRPC status at a gRPC server. */
  code: number
  share: number
}

/** Reads `500 0.0004; 404 0.006`, at a gRPC server `grpc 13 0.0006`. */
export function parseAnswers(text: string, protocol: ServedProtocol): OwnAnswer[] {
  const answers = text
    .split(/[;\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => parseAnswer(line, protocol))
  if (answers.reduce((sum, { share }) => sum + share, 0) > 1) {
    throw new Error(`ANSWERS: the shares exceed 1: ${text}`)
  }
  return answers
}

function parseAnswer(line: string, protocol: ServedProtocol): OwnAnswer {
  const [, grpc, code = '', share = ''] = /^(grpc )?(\d{1,3}) (\d+(?:\.\d+)?)$/.exec(line) ?? []
  if (share === '' || (grpc === undefined) !== (protocol === 'http') || !isAnswerCode(Number(code), protocol)) {
    throw new Error(`ANSWERS: not an answer of ${protocol}: ${line}`)
  }
  return { code: Number(code), share: Number(share) }
}

/** Whether a server of the protocol can answer so in place of its success. */
export function isAnswerCode(code: number, protocol: ServedProtocol): boolean {
  switch (protocol) {
    case 'http':
      return Number.isInteger(code) && code >= 400 && code <= 599
    case 'grpc':
      return Number.isInteger(code) && code >= 1 && code <= 16
    case 'tcp':
      return false
  }
}

/** The answer this request gets by chance, if any. */
export function drawAnswer(answers: readonly OwnAnswer[], random: () => number): OwnAnswer | undefined {
  let left = random()
  for (const answer of answers) {
    if (left < answer.share) {
      return answer
    }
    left -= answer.share
  }
  return undefined
}
