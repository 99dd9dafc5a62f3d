import { z } from 'zod'
import { ObjectReference } from './kubernetes-object.ts'

/** Every rule of the readiness gate; what each costs and how to mend it stands in `messages.readiness.rules`. */
export const FindingRule = z.enum([
  'selects-nothing',
  'no-ready-pods',
  'protocol-conflict',
  'subset-missing',
  'subset-without-pods',
  'destination-missing',
  'source-match-ignored',
  'sidecar-missing',
  'no-catch-all',
  'second-virtual-service',
  'pods-outside-subsets',
  'lone-zero-weight',
  'port-protocol-unknown',
  'app-label-missing',
  'version-label-missing',
  'shared-workload',
  'headless',
])
export type FindingRule = z.infer<typeof FindingRule>

/** `error`: requests fail; `warning`: something does not act as it was written, or is not seen; `info`: good to know. */
export const Severity = z.enum(['error', 'warning', 'info'])
export type Severity = z.infer<typeof Severity>

/** What is not ready about a service or a workload. `params` fill the rule's sentences. */
export const Finding = z.object({
  rule: FindingRule,
  severity: Severity,
  /** The mesh object to mend, where it is one. */
  object: ObjectReference.optional(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
})
export type Finding = z.infer<typeof Finding>

/** The worst first; within one severity in the order of `FindingRule`, then by what they name. */
export function byUrgency(a: Finding, b: Finding): number {
  return (
    Severity.options.indexOf(a.severity) - Severity.options.indexOf(b.severity) ||
    FindingRule.options.indexOf(a.rule) - FindingRule.options.indexOf(b.rule) ||
    (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
  )
}

/** The worst severity among findings; undefined when there are none. */
export function worstOf(findings: readonly Pick<Finding, 'severity'>[]): Severity | undefined {
  return Severity.options.find((severity) => findings.some((finding) => finding.severity === severity))
}
