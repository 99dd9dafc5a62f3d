import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { ThresholdFile, type ThresholdRule } from '../domain/thresholds/threshold-rule.ts'

/** The rules of a thresholds file (YAML); throws with one sentence for each thing that is wrong with it. */
export function readThresholdsFile(path: string): ThresholdRule[] {
  const problem = (reasons: string[]) =>
    new Error(`EXANTAS_THRESHOLDS_FILE (${path}) is not usable:\n  ${reasons.join('\n  ')}`)
  const document = parseDocument(textOf(path, problem))
  if (document.errors.length > 0) {
    throw problem(document.errors.map(({ message }) => message.split('\n', 1)[0] ?? message))
  }
  const parsed = ThresholdFile.safeParse(plainOf(document, problem))
  if (!parsed.success) {
    throw problem(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`))
  }
  return parsed.data.thresholds
}

/** Aliases that would grow beyond measure throw. */
function plainOf(document: ReturnType<typeof parseDocument>, problem: (reasons: string[]) => Error): unknown {
  try {
    return document.toJS()
  } catch (error) {
    throw problem([error instanceof Error ? error.message : String(error)])
  }
}

function textOf(path: string, problem: (reasons: string[]) => Error): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw problem([error instanceof Error ? error.message : String(error)])
  }
}
