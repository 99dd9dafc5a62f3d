import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { diagnose } from '#lib/domain/diagnosis/diagnose.ts'
import { IncidentCase, windowOfCase } from '#lib/domain/diagnosis/incident-case.ts'

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).sort().flatMap((n) => filesUnder(join(path, n)))
}
const dir = process.argv[2] ?? ''
const shift = Number(process.argv[3] ?? 0)
const verbose = process.argv[4]
const rows: { set: string; id: string; ft: string; rank: number; ties: number; ms: number; none: boolean }[] = []
for (const file of filesUnder(dir).filter((f) => /\.json(\.gz)?$/.test(f))) {
  const raw = readFileSync(file)
  const c = IncidentCase.parse(JSON.parse((file.endsWith('.gz') ? gunzipSync(raw) : raw).toString()))
  const w = windowOfCase(c)
  w.suspectedStart = (w.suspectedStart ?? 0) + shift * w.stepSeconds
  const t0 = performance.now()
  const d = diagnose(w)
  const ms = performance.now() - t0
  const accept = new Set(c.truth?.accept ?? [c.truth?.service ?? ''])
  const best = Math.max(...d.ranking.filter((r) => accept.has(r.service)).map((r) => r.score))
  const above = d.ranking.filter((r) => r.score > best).length
  const same = d.ranking.filter((r) => r.score === best).length
  rows.push({ set: c.dataset, id: c.caseId, ft: String(c.truth?.['faultType']), rank: above + 1, ties: same, ms, none: c.truth?.none === true })
  if (verbose !== undefined && (verbose === c.caseId || (verbose === 'bad' && above > 0 && !c.truth?.none)||verbose===c.dataset))
    console.log(c.caseId, c.truth?.['faultType'], [...accept].join(), 'rank', above + 1, 'top', d.ranking.slice(0, 4).map((r) => `${r.service.slice(0,30)} ${r.score.toFixed(3)}`).join(', '), JSON.stringify(d.suspects.slice(0,4).map(({evidence,path,...x})=>x)).slice(0,700))
}
function ac(rs: typeof rows, k: number) {
  return rs.reduce((s, r) => s + Math.max(0, Math.min(1, (k - r.rank + 1) / r.ties)), 0) / rs.length
}
let macro = [0, 0]
const sets = Map.groupBy(rows.filter((r) => !r.none), (r) => r.set)
for (const [set, rs] of sets) {
  const avg = [1, 2, 3, 4, 5].reduce((s, k) => s + ac(rs, k) / 5, 0)
  macro = [macro[0]! + ac(rs, 1) / sets.size, macro[1]! + avg / sets.size]
  console.log(set, rs.length, [1, 3, 5].map((k) => ac(rs, k).toFixed(3)).join(' '), avg.toFixed(3), 'ms', (rs.reduce((s, r) => s + r.ms, 0) / rs.length).toFixed(1))
  for (const [ft, fs] of Map.groupBy(rs, (r) => r.ft)) console.log('    ', ft, fs.length, ac(fs, 1).toFixed(2), ac(fs, 3).toFixed(2))
}
console.log('macro', macro.map((m) => m.toFixed(3)).join(' '))
