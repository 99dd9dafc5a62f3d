import { parseAllDocuments } from 'yaml'
import { kubectl } from '../../kubectl.ts'

interface Rule {
  verbs: string[]
  apiGroups: string[]
  resources: string[]
  resourceNames?: string[]
}

interface RbacObject {
  kind: string
  metadata: { name: string; namespace?: string }
  rules?: Rule[]
  roleRef?: { kind: string; name: string }
  subjects?: { kind: string; name: string; namespace: string }[]
}

/** Rights as texts: `list apps/deployments`, `get /configmaps values`. */
export type Rights = Set<string>

/** What the API server's authorizer says an account may do in a namespace. */
export async function rightsOf(kubeconfig: string, namespace: string): Promise<Rights> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } }
  const answer = await kubectl(['create', '--validate=false', '-o', 'json', '-f', '-'], {
    input: JSON.stringify(review),
    kubeconfig,
  })
  const { status } = JSON.parse(answer) as { status: { resourceRules: Rule[]; incomplete: boolean } }
  if (status.incomplete) {
    throw new Error('the API server does not tell all rights')
  }
  return new Set(status.resourceRules.flatMap(rightsIn))
}

/** What a manifest of roles and bindings gives an account in a namespace. */
export function rightsGiven(manifest: string, account: { namespace: string; name: string }, namespace: string): Rights {
  const objects = parseAllDocuments(manifest).map((document) => document.toJS() as RbacObject)
  const bindings = objects.filter(
    ({ kind, metadata, subjects = [] }) =>
      (kind === 'ClusterRoleBinding' || (kind === 'RoleBinding' && metadata.namespace === namespace)) &&
      subjects.some((subject) => subject.name === account.name && subject.namespace === account.namespace),
  )
  const roles = bindings.flatMap(({ roleRef }) =>
    objects.filter(
      ({ kind, metadata }) =>
        kind === roleRef?.kind &&
        metadata.name === roleRef.name &&
        (metadata.namespace === undefined || metadata.namespace === namespace),
    ),
  )
  return new Set(roles.flatMap(({ rules = [] }) => rules.flatMap(rightsIn)))
}

function rightsIn({ verbs, apiGroups, resources, resourceNames = [''] }: Rule): string[] {
  return verbs.flatMap((verb) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => resourceNames.map((name) => `${verb} ${group}/${resource} ${name}`.trim())),
    ),
  )
}
