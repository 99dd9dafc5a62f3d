/** One right that somebody lacks; `namespace` is empty for one that only a ClusterRole can give. */
export interface LackedRight {
  namespace: string
  group: string
  resource: string
  verbs: readonly string[]
}

/** The rules that would grant rights, as they stand in Roles and ClusterRoles. */
export function rbacRules(rights: readonly LackedRight[]): string {
  return [...Map.groupBy(rights, ({ namespace }) => namespace)]
    .map(([namespace, own]) => {
      const heading = namespace === '' ? '# in a ClusterRole' : `# in a Role of namespace ${namespace}`
      const alike = Map.groupBy(own, ({ group, verbs }) => JSON.stringify([group, verbs]))
      return [heading, ...[...alike.values()].map(ruleOf)].join('\n')
    })
    .join('\n')
}

/** Rights of one API group with the same verbs, as one rule. */
function ruleOf(rights: readonly LackedRight[]): string {
  const [{ group, verbs } = { group: '', verbs: [] }] = rights
  return [
    `- apiGroups: ${listText([group])}`,
    `  resources: ${listText(rights.map(({ resource }) => resource))}`,
    `  verbs: ${listText(verbs)}`,
  ].join('\n')
}

function listText(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(', ')}]`
}
