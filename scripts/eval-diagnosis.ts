import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { type Diagnosis, diagnose } from '#lib/domain/diagnosis/diagnose.ts'
import { IncidentCase, windowOfCase } from '#lib/domain/diagnosis/incident-case.ts'
import { type Accuracy, accuracyOf, type Placing, placingOf } from '#lib/domain/diagnosis/ranking-accuracy.ts'

/*
 * npm run eval:diagnosis -- DIR [--json FILE]: the console's own localizer over recorded incidents, scored. Prints how
 * often the right service is among the first, confident verdicts where nothing was wrong, what a start that is off
 * costs, and the time it takes.
 */

const shiftsInBuckets = [-5, -3, -1, 1, 2]

interface Judged {
  found: IncidentCase
  diagnosis: Diagnosis
  ms: number
  shifted: Map<number, Placing | undefined>
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
const [directory] = positionals
if (directory === undefined) {
  console.error('Usage: npm run eval:diagnosis -- DIR [--json FILE]')
  process.exit(2)
}

const judged = caseFiles(directory).flatMap((file) => {
  try {
    return [judge(readCase(file))]
  } catch (error) {
    console.error(`skipped ${file}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
    return []
  }
})
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ cases: judged.map(toRow) }, null, 1)}\n`)
}
printTable(judged)

function caseFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) {
    return [path]
  }
  return readdirSync(path)
    .sort()
    .flatMap((name) => caseFiles(join(path, name)))
    .filter((file) => /\.json(\.gz)?$/.test(file))
}

function readCase(file: string): IncidentCase {
  const raw = readFileSync(file)
  const isPacked = raw[0] === 0x1f && raw[1] === 0x8b
  const read = IncidentCase.safeParse(JSON.parse((isPacked ? gunzipSync(raw) : raw).toString('utf8')))
  if (!read.success) {
    const [issue] = read.error.issues
    throw new Error(`${issue?.path.join('.')}: ${issue?.message}`)
  }
  return read.data
}

function judge(found: IncidentCase): Judged {
  const window = windowOfCase(found)
  const started = performance.now()
  const diagnosis = diagnose(window)
  const ms = performance.now() - started
  const shifted = new Map<number, Placing | undefined>()
  const { suspectedStart } = window
  if (suspectedStart !== undefined && found.truth && !found.truth.none) {
    for (const shift of shiftsInBuckets) {
      const off = { ...window, suspectedStart: suspectedStart + shift * window.stepSeconds }
      shifted.set(shift, placingOf(diagnose(off).ranking, found.truth))
    }
  }
  return { found, diagnosis, ms, shifted }
}

function toRow({ found, diagnosis, ms }: Judged) {
  const [top] = diagnosis.suspects
  return {
    id: found.caseId,
    dataset: found.dataset,
    ranking: diagnosis.ranking.map(({ service }) => service),
    verdict: diagnosis.verdict.confidence,
    top: {
      kind: top?.kind ?? 'unknown',
      service: top?.service ?? diagnosis.ranking[0]?.service,
      version: top?.version,
      edge: top?.edge,
    },
    ms: Math.round(ms * 100) / 100,
  }
}

function printTable(all: readonly Judged[]): void {
  const scored = all.filter(({ found }) => found.truth)
  const faulty = scored.filter(({ found }) => !found.truth?.none)
  const sets = [...Map.groupBy(faulty, ({ found }) => found.dataset)]
  console.log('set              cases   AC@1   AC@3   AC@5  Avg@5   confident')
  const rows = sets.map(([set, own]) => {
    const accuracy = accuracyOf(own.map(placing))
    const confident = own.filter(({ diagnosis }) => diagnosis.verdict.confidence === 'confident').length
    printRow(set, accuracy, `${confident} of ${own.length}`)
    return accuracy
  })
  printRow('macro', macroOf(rows), '')
  const quiet = scored.filter(({ found }) => found.truth?.none)
  const wrong = quiet.filter(({ diagnosis }) => diagnosis.verdict.confidence === 'confident')
  console.log(`confident where nothing was wrong: ${wrong.length} of ${quiet.length}`)
  for (const shift of shiftsInBuckets) {
    const moved = sets.map(([, own]) => accuracyOf(own.map(({ shifted }) => shifted.get(shift))))
    printRow(`start ${shift > 0 ? '+' : ''}${shift}`, macroOf(moved), '(macro)')
  }
  const times = all.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1)
  console.log(`${all.length} cases: median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`)
}

function placing({ found, diagnosis }: Judged): Placing | undefined {
  return found.truth ? placingOf(diagnosis.ranking, found.truth) : undefined
}

function macroOf(rows: readonly Accuracy[]): Accuracy {
  const mean = (pick: (row: Accuracy) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0) / Math.max(1, rows.length)
  return {
    cases: rows.reduce((sum, { cases }) => sum + cases, 0),
    ac1: mean(({ ac1 }) => ac1),
    ac3: mean(({ ac3 }) => ac3),
    ac5: mean(({ ac5 }) => ac5),
    avg5: mean(({ avg5 }) => avg5),
  }
}

function printRow(name: string, { cases, ac1, ac3, ac5, avg5 }: Accuracy, note: string): void {
  const shares = [ac1, ac3, ac5, avg5].map((share) => share.toFixed(3).padStart(6)).join(' ')
  console.log(`${name.padEnd(16)} ${String(cases).padStart(5)} ${shares}   ${note}`)
}
