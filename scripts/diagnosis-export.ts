import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { caseOfWindow } from '#lib/domain/diagnosis/incident-case.ts'
import { Scope } from '#lib/domain/graph/scope.ts'
import { container } from '#lib/server/container.ts'
import { readIncidentWindow } from '#lib/usecases/read-incident-window.ts'

/*
 * npm run diagnosis:export -- FILE [--namespace NS --service NAME] [--namespaces a,b] [--cluster ID] [--window 5m] [--at UNIX]:
 * what the localizer sees of the mesh the environment names, as a case file that eval:diagnosis judges as the page does.
 */

const text = { type: 'string' } as const
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { namespace: text, service: text, namespaces: text, cluster: text, window: text, at: text, name: text },
})
const [file] = positionals
if (file === undefined || (values.namespace === undefined) !== (values.service === undefined)) {
  console.error(
    'Usage: npm run diagnosis:export -- FILE [--namespace NS --service NAME] [--namespaces a,b] [--cluster ID] [--window 5m] [--at UNIX] [--name ID]',
  )
  process.exit(2)
}
const { namespace, service, name, ...where } = values
const { cluster, metrics, clock, close } = container()
try {
  const scope = Scope.parse(where)
  const { window, takenAt, notices } = await readIncidentWindow(
    { cluster, metrics, clock, signal: AbortSignal.timeout(60_000) },
    { ...scope, namespace, service },
  )
  const found = caseOfWindow(window, { dataset: 'exported', caseId: name ?? `at-${takenAt}` })
  const json = JSON.stringify(found)
  writeFileSync(file, file.endsWith('.gz') ? gzipSync(json) : json)
  for (const { source, code } of notices) {
    console.error(`${source}: ${code}`)
  }
  console.log(
    `${file}: ${window.services.length} services, ${window.calls.length} calls, ${window.bucketTimes.length} buckets of ${window.stepSeconds} s`,
  )
} finally {
  await close()
}
