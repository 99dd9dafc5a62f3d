import { readdirSync, statSync, openSync, readSync, closeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { healIncident, startIncident } from './incidents/started-incidents.ts'
import { lab } from './settings.ts'
const files = () => ['edge', 'shop', 'pay'].flatMap((ns) => readdirSync(join(lab.pods, ns)).map((p) => join(lab.pods, ns, p, 'var/log/istio/access.log')))
const size = (f: string) => { try { return statSync(f).size } catch { return 0 } }
for (const arg of process.argv.slice(2)) {
  const [name = '', pattern = ''] = arg.split('@')
  const t0 = performance.now()
  await startIncident(name)
  const t1 = performance.now()
  const off = new Map(files().map((f) => [f, name === 'process-crash' ? Math.max(0, size(f) - 6000) : size(f)]))
  await pause(12_000)
  const groups = new Map<string, { n: number; ms: number }>()
  for (const f of files()) {
    const from = off.get(f) ?? 0
    const buf = Buffer.alloc(Math.max(0, size(f) - from))
    try { const fd = openSync(f, 'r'); readSync(fd, buf, 0, buf.length, from); closeSync(fd) } catch { continue }
    for (const line of buf.toString().split('\n')) {
      let j: Record<string, unknown>
      try { j = JSON.parse(line) } catch { continue }
      const pod = f.split('/').at(-5)?.replace(/-[0-9a-f]{8,10}-\w{5}$/, '')
      const key = `${j.reporter} @${pod} ${j.authority} cluster=${j.upstream_cluster} code=${j.response_code} flags=${j.response_flags} grpc=${j.grpc_status} att=${j.attempts} ${j.response_code_details} fail=${j.upstream_failure}`
      if (!new RegExp(pattern).test(key)) continue
      const g = groups.get(key) ?? { n: 0, ms: 0 }
      g.n++; g.ms += Number(j.duration); groups.set(key, g)
    }
  }
  console.log(`##### ${name} start ${((t1 - t0) / 1000).toFixed(2)} s`)
  for (const [k, { n, ms }] of [...groups].sort()) console.log(`  ${n}× mean ${(ms / n).toFixed(0)} ms  ${k}`)
  const h = performance.now()
  await healIncident(name)
  console.log(`  heal ${((performance.now() - h) / 1000).toFixed(2)} s`)
}
