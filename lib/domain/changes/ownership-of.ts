import type { Inventory, MeshObject } from '../mesh/inventory.ts'
import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { isOwnObject } from './change-names.ts'
import type { Ownership } from './ownership.ts'
import { textOf, type Written, writtenList, writtenOf } from './written-object.ts'

type Claim = (object: KubernetesObject, inventory: Inventory) => Ownership | undefined

/**
 * Who keeps an object, by the marks its owner leaves on it or on objects of its own: controllers before tools that apply
 * from a source, these before whoever merely made it. Progressive delivery (Flagger, Argo Rollouts, OpenKruise) and
 * controller references are read-only, GitOps tools are proposed to.
 */
export function ownershipOf(object: KubernetesObject, inventory: Inventory): Ownership {
  for (const claim of claims) {
    const owner = claim(object, inventory)
    if (owner !== undefined) {
      return owner
    }
  }
  return { kind: 'nobody', verdict: 'free' }
}

const claims: readonly Claim[] = [
  flagger,
  argoRollouts,
  openKruise,
  controller,
  argoCd,
  flux,
  configSync,
  helm,
  (object) => (isOwnObject(object) ? { kind: 'exantas', verdict: 'free' } : undefined),
  ({ metadata }) =>
    metadata.labels?.kiali_wizard === undefined
      ? undefined
      : { kind: 'kiali', name: metadata.labels.kiali_wizard, verdict: 'free' },
  (object) =>
    annotation(object, 'kubectl.kubernetes.io/last-applied-configuration') === undefined
      ? undefined
      : { kind: 'kubectl', verdict: 'free' },
]

function flagger(object: KubernetesObject, inventory: Inventory): Ownership | undefined {
  const { namespace } = object.metadata
  const reference = controllerOf(object)
  const canary = objectsOf(inventory, 'flagger.app', 'Canary').find(({ spec, ...one }) => {
    const service = textOf(writtenOf(spec.service).name) ?? textOf(writtenOf(spec.targetRef).name)
    return one.namespace === namespace && service === object.metadata.name && isRouting(object)
  })
  const isMarked = annotation(object, 'flagger.kubernetes.io/original-configuration') !== undefined
  if (reference?.kind === 'Canary') {
    return { kind: 'flagger', name: `Canary/${namespace}/${reference.name}`, verdict: 'read-only' }
  }
  return canary === undefined && !isMarked
    ? undefined
    : { kind: 'flagger', ...(canary && { name: `Canary/${namespace}/${canary.name}` }), verdict: 'read-only' }
}

/** The VirtualService carries no mark of Argo Rollouts: the Rollout names it. */
function argoRollouts(object: KubernetesObject, inventory: Inventory): Ownership | undefined {
  const rollout = objectsOf(inventory, 'argoproj.io', 'Rollout').find(
    ({ namespace, spec }) => isRouting(object) && istioNamesOf(spec, object.kind).some(isNameOf(object, namespace)),
  )
  const named = annotation(object, 'argo-rollouts.argoproj.io/managed-by-rollouts')
  const isWriter = managersOf(object).some(({ manager }) => manager === 'rollouts-controller')
  if (rollout !== undefined) {
    return { kind: 'argo-rollouts', name: `Rollout/${rollout.namespace}/${rollout.name}`, verdict: 'read-only' }
  }
  return named === undefined && !isWriter
    ? undefined
    : { kind: 'argo-rollouts', ...(named !== undefined && { name: named }), verdict: 'read-only' }
}

function istioNamesOf(spec: Written, kind: string): string[] {
  const istio = writtenOf(writtenOf(writtenOf(writtenOf(spec.strategy).canary).trafficRouting).istio)
  const named =
    kind === 'VirtualService'
      ? [writtenOf(istio.virtualService), ...writtenList(istio.virtualServices)]
      : [writtenOf(istio.destinationRule)]
  return named.flatMap(({ name }) => textOf(name) ?? [])
}

/** Argo Rollouts writes another namespace behind a dot. */
function isNameOf({ metadata }: KubernetesObject, namespace: string) {
  return (text: string) => {
    const [name, elsewhere] = text.split('.')
    return name === metadata.name && (elsewhere ?? namespace) === metadata.namespace
  }
}

function openKruise(object: KubernetesObject, inventory: Inventory): Ownership | undefined {
  const { namespace, name } = object.metadata
  const rollout = objectsOf(inventory, 'rollouts.kruise.io', 'Rollout').find(({ spec, ...one }) => {
    const { canary, blueGreen } = writtenOf(spec.strategy)
    return [canary, blueGreen]
      .flatMap((plan) => writtenList(writtenOf(plan).trafficRoutings))
      .flatMap(({ customNetworkRefs }) => writtenList(customNetworkRefs))
      .some((reference) => one.namespace === namespace && reference.kind === object.kind && reference.name === name)
  })
  const isMarked = annotation(object, 'rollouts.kruise.io/original-spec-configuration') !== undefined
  return rollout === undefined && !isMarked
    ? undefined
    : { kind: 'openkruise', ...(rollout && { name: `Rollout/${namespace}/${rollout.name}` }), verdict: 'read-only' }
}

function controller(object: KubernetesObject): Ownership | undefined {
  const reference = controllerOf(object)
  return reference === undefined
    ? undefined
    : {
        kind: 'controller',
        name: `${reference.kind}/${object.metadata.namespace ?? ''}/${reference.name}`,
        verdict: 'read-only',
      }
}

/**
 * Argo CD's tracking id, `app:group/kind:namespace/name`, counts only on the object it names: one that was copied from
 * another is not kept. The label of older versions is everybody's, so it counts only with Argo CD among the writers.
 */
function argoCd(object: KubernetesObject): Ownership | undefined {
  const { namespace = '', name, labels } = object.metadata
  const [group] = object.apiVersion.split('/')
  const tracked = /^(.+?):([^:]*)\/([^:/]+):([^:/]*)\/([^:/]+)$/.exec(
    annotation(object, 'argocd.argoproj.io/tracking-id') ?? '',
  )
  const isOwn =
    tracked !== null &&
    tracked[2] === group &&
    tracked[3] === object.kind &&
    tracked[4] === namespace &&
    tracked[5] === name
  const isWriter = managersOf(object).some(({ manager }) => manager.startsWith('argocd-'))
  const application = isOwn ? tracked[1] : isWriter ? labels?.['app.kubernetes.io/instance'] : undefined
  return application === undefined
    ? undefined
    : { kind: 'argo-cd', name: application, verdict: 'propose', undoneWhen: 'seconds' }
}

/** Flux leaves alone what opts out of being reconciled or is applied only once. */
function flux(object: KubernetesObject): Ownership | undefined {
  const labels = object.metadata.labels ?? {}
  const source = ['kustomize', 'helm'].find((tool) => labels[`${tool}.toolkit.fluxcd.io/name`] !== undefined)
  const isLeft =
    annotation(object, 'kustomize.toolkit.fluxcd.io/reconcile') === 'disabled' ||
    /^(IfNotPresent|Ignore)$/i.test(annotation(object, 'kustomize.toolkit.fluxcd.io/ssa') ?? '')
  if (source === undefined || isLeft) {
    return undefined
  }
  const name = `${labels[`${source}.toolkit.fluxcd.io/namespace`] ?? ''}/${labels[`${source}.toolkit.fluxcd.io/name`]}`
  return { kind: 'flux', name, verdict: 'propose', undoneWhen: 'interval' }
}

function configSync(object: KubernetesObject): Ownership | undefined {
  const labels = object.metadata.labels ?? {}
  const isManaged =
    annotation(object, 'configmanagement.gke.io/managed') === 'enabled' ||
    labels['app.kubernetes.io/managed-by'] === 'configmanagement.gke.io' ||
    labels['applyset.kubernetes.io/part-of'] !== undefined
  return isManaged ? { kind: 'config-sync', verdict: 'propose', undoneWhen: 'seconds' } : undefined
}

function helm(object: KubernetesObject): Ownership | undefined {
  const release = annotation(object, 'meta.helm.sh/release-name')
  const isManaged = object.metadata.labels?.['app.kubernetes.io/managed-by'] === 'Helm'
  if (!isManaged && release === undefined) {
    return undefined
  }
  const namespace = annotation(object, 'meta.helm.sh/release-namespace') ?? object.metadata.namespace
  return {
    kind: 'helm',
    ...(release !== undefined && { name: `${namespace}/${release}` }),
    verdict: 'propose',
    undoneWhen: 'upgrade',
  }
}

function controllerOf({ metadata }: KubernetesObject): { kind: string; name: string } | undefined {
  const reference = writtenList(metadata.ownerReferences).find(({ controller: isController }) => isController === true)
  return reference === undefined
    ? undefined
    : { kind: textOf(reference.kind) ?? '', name: textOf(reference.name) ?? '' }
}

function annotation({ metadata }: KubernetesObject, key: string): string | undefined {
  return metadata.annotations?.[key]
}

function objectsOf({ objects }: Inventory, group: string, kind: string): MeshObject[] {
  return objects.filter((object) => object.kind === kind && object.apiVersion.startsWith(`${group}/`))
}

function isRouting({ kind }: KubernetesObject): boolean {
  return kind === 'VirtualService' || kind === 'DestinationRule'
}

/** Who wrote which fields, the oldest first; writes of the status alone are left out. */
export function managersOf({ metadata }: KubernetesObject): { manager: string; time: string; fields: Written }[] {
  return writtenList(metadata.managedFields)
    .filter(({ subresource }) => subresource === undefined)
    .map(({ manager, time, fieldsV1 }) => ({
      manager: textOf(manager) ?? '',
      time: textOf(time) ?? '',
      fields: writtenOf(fieldsV1),
    }))
    .toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time) || 0)
}
