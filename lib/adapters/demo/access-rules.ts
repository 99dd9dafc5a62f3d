import { z } from 'zod'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { hasLabels } from '../../domain/routing/destination-rule.ts'
import type { DemoWorkload } from './blueprint.ts'

const Texts = z.array(z.string()).optional()
const Rule = z.object({
  from: z.array(z.object({ source: z.object({ principals: Texts, namespaces: Texts }).optional() })).optional(),
  to: z.array(z.unknown()).optional(),
  when: z.array(z.unknown()).optional(),
})
const Policy = z.object({
  selector: z.object({ matchLabels: z.record(z.string(), z.string()).optional() }).optional(),
  action: z.enum(['ALLOW', 'DENY', 'AUDIT', 'CUSTOM']).default('ALLOW'),
  rules: z.array(Rule.nullable().transform((rule) => rule ?? {})).default([]),
})

interface Named {
  namespace: string
  policy: z.infer<typeof Policy>
}

/** Whether the callee's proxy refuses the caller: by AuthorizationPolicies as far as they tell callers apart. */
export function accessRules(objects: MeshObject[]): (caller: DemoWorkload, callee: DemoWorkload) => boolean {
  const policies = objects.flatMap(({ kind, namespace, spec }): Named[] => {
    const read = kind === 'AuthorizationPolicy' ? Policy.safeParse(spec) : undefined
    return read?.success ? [{ namespace, policy: read.data }] : []
  })
  return (caller, callee) => {
    if (policies.length === 0) {
      return false
    }
    const over = policies
      .filter(({ namespace, policy }) => isOver(namespace, policy, callee))
      .map(({ policy }) => policy)
    const allowing = over.filter(({ action }) => action === 'ALLOW')
    return (
      over.some(({ action, rules }) => action === 'DENY' && rules.some((rule) => isFrom(rule, caller, false))) ||
      (allowing.length > 0 && !allowing.some(({ rules }) => rules.some((rule) => isFrom(rule, caller, true))))
    )
  }
}

function isOver(namespace: string, { selector }: Named['policy'], callee: DemoWorkload): boolean {
  const isPlace = namespace === callee.namespace || namespace === 'istio-system'
  return isPlace && hasLabels(callee.podLabels, selector?.matchLabels ?? {})
}

/** What a rule asks of the request itself nobody knows here: `inDoubt` is taken for the answer. */
function isFrom({ from, to, when }: z.infer<typeof Rule>, caller: DemoWorkload, inDoubt: boolean): boolean {
  const isCaller = from === undefined || from.some(({ source = {} }) => isSource(source, caller))
  return isCaller && (to === undefined && when === undefined ? true : inDoubt)
}

function isSource(
  { principals, namespaces }: { principals?: string[] | undefined; namespaces?: string[] | undefined },
  { namespace, app, membership }: DemoWorkload,
): boolean {
  const isMeshed = membership !== 'none'
  const principal = `cluster.local/ns/${namespace}/sa/${app}`
  return (
    (principals === undefined || (isMeshed && principals.some((pattern) => covers(pattern, principal)))) &&
    (namespaces === undefined || (isMeshed && namespaces.some((pattern) => covers(pattern, namespace))))
  )
}

function covers(pattern: string, text: string): boolean {
  return pattern.endsWith('*')
    ? text.startsWith(pattern.slice(0, -1))
    : pattern.startsWith('*')
      ? text.endsWith(pattern.slice(1))
      : pattern === text
}
