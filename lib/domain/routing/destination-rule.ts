import { z } from 'zod'
import type { MeshObject } from '../mesh/inventory.ts'
import { coversHost, hostSpecificity, qualifiedHost } from './host-name.ts'
import { isVisible } from './visibility.ts'

const Labels = z.record(z.string(), z.string())

const DestinationRuleSpec = z.object({
  host: z.string(),
  exportTo: z.array(z.string()).optional(),
  subsets: z.array(z.object({ name: z.string(), labels: Labels.optional() })).optional(),
  workloadSelector: z.object({ matchLabels: Labels.optional() }).optional(),
})

/** What routing reads of a DestinationRule; `host` is fully qualified. */
export interface DestinationRule {
  namespace: string
  name: string
  createdAt: string
  host: string
  exportTo: string[]
  subsets: { name: string; labels: Record<string, string> }[]
  /** Only proxies whose pods carry these labels obey it. */
  clientLabels?: Record<string, string>
}

/** Reads a DestinationRule, or undefined when the fields routing needs have not the shape Istio's CRD demands. */
export function readDestinationRule(object: MeshObject): DestinationRule | undefined {
  const spec = DestinationRuleSpec.safeParse(object.spec)
  if (!spec.success) {
    return undefined
  }
  const clientLabels = spec.data.workloadSelector?.matchLabels
  return {
    namespace: object.namespace,
    name: object.name,
    createdAt: object.createdAt,
    host: qualifiedHost(spec.data.host, object.namespace),
    exportTo: spec.data.exportTo ?? [],
    subsets: (spec.data.subsets ?? []).map(({ name, labels = {} }) => ({ name, labels })),
    ...(clientLabels === undefined ? {} : { clientLabels }),
  }
}

/** Whose rules are asked for: a host of a namespace, seen by a client. */
export interface RuleQuestion {
  host: string
  /** Where the host's Service lives; absent when nothing is known of it. */
  hostNamespace?: string
  clientNamespace: string
  clientLabels: Record<string, string>
  rootNamespace: string
}

/**
 * The DestinationRules in force: those of the client's namespace, else exported ones of the service's, else of the mesh's
 * root namespace (Istio: push_context.destinationRule). There the most specific host wins, and rules for the very same
 * host stand together, oldest first. Expects `rules` oldest first.
 */
export function effectiveDestinationRules(rules: DestinationRule[], question: RuleQuestion): DestinationRule[] {
  const { host, hostNamespace, clientNamespace, clientLabels, rootNamespace } = question
  const places = [clientNamespace === rootNamespace ? undefined : clientNamespace, hostNamespace, rootNamespace]
  for (const place of places) {
    const found = rules.filter(
      (rule) =>
        rule.namespace === place &&
        coversHost(rule.host, host) &&
        isVisible(rule, clientNamespace) &&
        hasLabels(clientLabels, rule.clientLabels ?? {}),
    )
    const best = Math.max(...found.map((rule) => hostSpecificity(rule.host)))
    if (found.length > 0) {
      return found.filter((rule) => hostSpecificity(rule.host) === best)
    }
  }
  return []
}

/** Pod labels of a subset under the rules in force; undefined when none of them knows it. First definition wins. */
export function subsetLabels(rules: DestinationRule[], subset: string): Record<string, string> | undefined {
  return rules.flatMap((rule) => rule.subsets).find(({ name }) => name === subset)?.labels
}

/** Whether `labels` carries every one of `wanted`. */
export function hasLabels(labels: Record<string, string>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value)
}
