import type { Finding } from '../mesh/finding.ts'
import type { MeshWorkload } from '../mesh/inventory.ts'
import type { KnownMesh } from './known-mesh.ts'

const appLabels = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app']
const injectLabel = 'sidecar.istio.io/inject'

/**
 * What is not ready about a workload itself: labels that telemetry names it by (Istio: canonical service and revision),
 * and pods without a sidecar where the namespace asks for one. Gateways and waypoints are proxies and need neither.
 */
export function workloadFindings(mesh: KnownMesh, workload: MeshWorkload): Finding[] {
  return workload.role === 'workload' ? [...missingSidecars(mesh, workload), ...missingLabels(workload)] : []
}

function missingLabels({ podLabels, version, name }: MeshWorkload): Finding[] {
  const hasApp = appLabels.some((label) => podLabels[label])
  return [
    ...(hasApp ? [] : [{ rule: 'app-label-missing' as const, severity: 'warning' as const, params: { name } }]),
    ...(version === undefined
      ? [{ rule: 'version-label-missing' as const, severity: 'info' as const, params: { name } }]
      : []),
  ]
}

/** Pods that say themselves that they want none are left in peace, and told. */
function missingSidecars(mesh: KnownMesh, workload: MeshWorkload): Finding[] {
  const { cluster, namespace, name, membership, podLabels } = workload
  if (mesh.injectionIn(cluster, namespace) !== 'sidecar' || membership === 'ambient') {
    return []
  }
  const running = mesh.podsOf(workload).filter(({ phase }) => phase === 'Running')
  const without = running.filter(({ hasSidecar }) => !hasSidecar).length
  if (without === 0) {
    return []
  }
  const severity = podLabels[injectLabel] === 'false' ? 'info' : 'warning'
  return [{ rule: 'sidecar-missing', severity, params: { name, namespace, count: without, total: running.length } }]
}
