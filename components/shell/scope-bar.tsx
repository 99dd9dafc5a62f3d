'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { meshQueries } from '#lib/client/queries/mesh.ts'
import { useScopeUrl } from '#lib/client/scope-url.ts'
import type { MeshScope } from '#lib/endpoints/mesh.ts'
import { pickStyles } from '../ui/popup-styles.ts'
import { Select } from '../ui/select.tsx'
import { NamespacePicker } from './namespace-picker.tsx'
import { WindowPicker } from './window-picker.tsx'

/** Where and when: cluster, namespaces and window, all of them in the address. */
export function ScopeBar() {
  const t = useTranslations('shell.scope')
  const { scope } = useScopeUrl()
  const { data: mesh } = useQuery(meshQueries.scope())
  const choices = new Map<string, boolean>()
  for (const namespace of mesh?.namespaces ?? []) {
    if (scope.cluster === undefined || namespace.cluster === scope.cluster) {
      const isInMesh = namespace.injection !== 'none' || (choices.get(namespace.name) ?? false)
      choices.set(namespace.name, isInMesh)
    }
  }
  return (
    <fieldset aria-label={t('label')} className="flex min-w-0 items-center gap-2">
      <ClusterPicker clusters={mesh?.clusters ?? []} />
      <NamespacePicker
        choices={[...choices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, isInMesh]) => ({ name, isInMesh }))}
        limitedTo={mesh?.limitedTo}
      />
      <WindowPicker />
    </fieldset>
  )
}

function ClusterPicker({ clusters }: { clusters: MeshScope['clusters'] }) {
  const t = useTranslations('shell.scope')
  const { scope, setScope } = useScopeUrl()
  const only = clusters.length === 1 ? clusters[0] : undefined
  if (clusters.length === 0 || (only !== undefined && (scope.cluster === undefined || scope.cluster === only.id))) {
    return (
      <span
        className={`${pickStyles} max-w-48 cursor-default! hover:border-line! max-[1100px]:max-w-36`}
        title={only?.id}
      >
        <span className="text-unit text-text-3">{t('cluster')}</span>
        <span className="truncate">{only?.name ?? t('unknownCluster')}</span>
      </span>
    )
  }
  return (
    <Select
      label={t('cluster')}
      value={scope.cluster ?? ''}
      options={[
        { value: '', label: t('allClusters') },
        ...clusters.map((cluster) => ({ value: cluster.id, label: cluster.name })),
      ]}
      onChange={(value) => setScope({ cluster: value === '' ? undefined : value })}
    />
  )
}
