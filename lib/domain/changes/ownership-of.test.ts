import { describe, expect, test } from 'vitest'
import { anInventory, anObject } from '../../testing/builders.ts'
import { cartMesh, cartRoutes, cartRule, planned, rulesOf, toCart, wholeObject } from '../../testing/change-facts.ts'
import type { MeshObject } from '../mesh/inventory.ts'
import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import type { ChangeIntent } from './change-intent.ts'
import { needsOverride } from './change-plan.ts'
import { ownershipOf } from './ownership-of.ts'
import { reverterOf } from './reverter-of.ts'

function routes(metadata: object = {}): KubernetesObject {
  const object = wholeObject(cartRoutes([{ route: [toCart('v1', 50), toCart('v2', 50)] }]))
  return { ...object, metadata: { ...object.metadata, ...metadata } }
}

function ownerOf(metadata: object, objects: MeshObject[] = []) {
  return ownershipOf(routes(metadata), anInventory({ objects }))
}

const tracked = (id: string) => ({ annotations: { 'argocd.argoproj.io/tracking-id': id } })

describe('controllers own read-only', () => {
  const canary = anObject(
    'Canary',
    'shop',
    'cart',
    { targetRef: { name: 'cart-routes' } },
    { apiVersion: 'flagger.app/v1beta1' },
  )
  const argo = (virtualService: object) =>
    anObject(
      'Rollout',
      'shop',
      'cart',
      { strategy: { canary: { trafficRouting: { istio: virtualService } } } },
      { apiVersion: 'argoproj.io/v1alpha1' },
    )
  const kruise = anObject(
    'Rollout',
    'shop',
    'cart',
    {
      strategy: {
        canary: { trafficRoutings: [{ customNetworkRefs: [{ kind: 'VirtualService', name: 'cart-routes' }] }] },
      },
    },
    { apiVersion: 'rollouts.kruise.io/v1beta1' },
  )

  test.each<[string, object, MeshObject[], object]>([
    [
      'Flagger’s reference',
      { ownerReferences: [{ kind: 'Canary', name: 'cart', controller: true }] },
      [],
      { kind: 'flagger', name: 'Canary/shop/cart' },
    ],
    ['a Canary that names it', {}, [canary], { kind: 'flagger', name: 'Canary/shop/cart' }],
    [
      'Flagger’s copy of it',
      { annotations: { 'flagger.kubernetes.io/original-configuration': '{}' } },
      [],
      { kind: 'flagger' },
    ],
    [
      'a Rollout that names it',
      {},
      [argo({ virtualService: { name: 'cart-routes' } })],
      { kind: 'argo-rollouts', name: 'Rollout/shop/cart' },
    ],
    [
      'a Rollout that names it among several',
      {},
      [argo({ virtualServices: [{ name: 'x' }, { name: 'cart-routes.shop' }] })],
      { kind: 'argo-rollouts' },
    ],
    [
      'the rollouts controller as writer',
      { managedFields: [{ manager: 'rollouts-controller', time: '2026-01-01T00:00:00Z' }] },
      [],
      { kind: 'argo-rollouts' },
    ],
    [
      'OpenKruise’s copy of it',
      { annotations: { 'rollouts.kruise.io/original-spec-configuration': '{}' } },
      [],
      { kind: 'openkruise' },
    ],
    ['an OpenKruise Rollout that names it', {}, [kruise], { kind: 'openkruise', name: 'Rollout/shop/cart' }],
    [
      'any controller',
      { ownerReferences: [{ kind: 'Route', name: 'r', controller: true }] },
      [],
      { kind: 'controller', name: 'Route/shop/r' },
    ],
  ])('%s', (_, metadata, objects, owner) => {
    expect(ownerOf(metadata, objects)).toMatchObject({ ...owner, verdict: 'read-only' })
  })

  test('a Rollout of another namespace and an owner that controls nothing do not', () => {
    expect(ownerOf({}, [argo({ virtualService: { name: 'cart-routes.elsewhere' } })]).verdict).toBe('free')
    expect(ownerOf({ ownerReferences: [{ kind: 'Team', name: 't' }] }).verdict).toBe('free')
  })
})

describe('GitOps tools are proposed to', () => {
  test.each<[string, object, object]>([
    [
      'Argo CD',
      tracked('web:networking.istio.io/VirtualService:shop/cart-routes'),
      { kind: 'argo-cd', name: 'web', undoneWhen: 'seconds' },
    ],
    [
      'Argo CD by its older label',
      { labels: { 'app.kubernetes.io/instance': 'web' }, managedFields: [{ manager: 'argocd-controller' }] },
      { kind: 'argo-cd', name: 'web' },
    ],
    [
      'Flux',
      { labels: { 'kustomize.toolkit.fluxcd.io/name': 'web', 'kustomize.toolkit.fluxcd.io/namespace': 'flux' } },
      { kind: 'flux', name: 'flux/web', undoneWhen: 'interval' },
    ],
    [
      'Flux’s Helm',
      {
        labels: {
          'helm.toolkit.fluxcd.io/name': 'web',
          'helm.toolkit.fluxcd.io/namespace': 'flux',
          'app.kubernetes.io/managed-by': 'Helm',
        },
      },
      { kind: 'flux' },
    ],
    ['Config Sync', { annotations: { 'configmanagement.gke.io/managed': 'enabled' } }, { kind: 'config-sync' }],
    [
      'Helm',
      {
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' },
      },
      { kind: 'helm', name: 'shop/web', undoneWhen: 'upgrade' },
    ],
  ])('%s', (_, metadata, owner) => {
    expect(ownerOf(metadata)).toMatchObject({ ...owner, verdict: 'propose' })
  })

  test('marks that were copied from another object, or that opt out, are none', () => {
    expect(ownerOf(tracked('web:networking.istio.io/VirtualService:shop/other')).kind).toBe('nobody')
    expect(ownerOf({ labels: { 'app.kubernetes.io/instance': 'web' } }).kind).toBe('nobody')
    const flux = { 'kustomize.toolkit.fluxcd.io/name': 'web', 'kustomize.toolkit.fluxcd.io/namespace': 'flux' }
    expect(ownerOf({ labels: flux, annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' } }).kind).toBe(
      'nobody',
    )
    expect(ownerOf({ labels: flux, annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'Ignore' } }).kind).toBe('nobody')
  })
})

test.each<[string, object]>([
  ['kiali', { labels: { kiali_wizard: 'weighted_routing' } }],
  ['kubectl', { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } }],
  ['exantas', { labels: { 'app.kubernetes.io/managed-by': 'exantas', 'exantas.dev/service': 'cart' } }],
  ['nobody', {}],
])('what %s made is free', (kind, metadata) => {
  expect(ownerOf(metadata)).toMatchObject({ kind, verdict: 'free' })
})

describe('a plan', () => {
  const intent: ChangeIntent = { kind: 'set-weights', namespace: 'shop', service: 'cart', weights: { v1: 80, v2: 20 } }
  const mesh = cartMesh([cartRule(), cartRoutes([{ route: [toCart('v1', 50), toCart('v2', 50)] }])])

  test('for an object a controller owns has no writes and names the owner', () => {
    const whole = [routes({ ownerReferences: [{ kind: 'Canary', name: 'cart', controller: true }] })]
    const found = planned(intent, mesh, { whole })
    expect([rulesOf(found, 'block'), found.writes]).toEqual([['read-only-owner'], []])
    expect(found.findings[0]?.params).toEqual({ owner: 'Flagger', name: 'Canary/shop/cart' })
  })

  test('for an object a GitOps tool owns has its writes and wants an override', () => {
    const found = planned(intent, mesh, {
      whole: [routes(tracked('web:networking.istio.io/VirtualService:shop/cart-routes'))],
    })
    expect(found.writes).toHaveLength(1)
    expect(needsOverride(found)).toBe(true)
    expect(found.findings.find(({ rule }) => rule === 'proposed-owner')).toMatchObject({
      severity: 'warn',
      params: { owner: 'Argo CD', name: 'web', when: 'seconds' },
    })
  })
})

describe('who wrote over us', () => {
  const fields = (path: string) => ({ 'f:spec': { [path]: {} } })
  const ours = routes()
  const entries = [
    { manager: 'exantas', time: '2026-01-01T00:00:00Z', fieldsV1: fields('f:http') },
    { manager: 'argocd-controller', time: '2026-01-01T00:00:09Z', fieldsV1: fields('f:http') },
    { manager: 'labeller', time: '2026-01-01T00:00:20Z', fieldsV1: { 'f:metadata': {} } },
    { manager: 'istiod', time: '2026-01-01T00:00:30Z', subresource: 'status', fieldsV1: fields('f:http') },
  ]
  const now = (http: object, managedFields: unknown = entries): KubernetesObject => ({
    ...ours,
    metadata: { ...ours.metadata, managedFields },
    spec: { hosts: ['cart'], http },
  })

  test('is the last manager of the spec besides us, once the spec differs', () => {
    expect(reverterOf(ours, now([]), 'exantas')).toEqual({ manager: 'argocd-controller', at: '2026-01-01T00:00:09Z' })
  })

  test('is nobody while the spec is ours, and unknown where the API server does not tell', () => {
    expect(reverterOf(ours, { ...now([]), spec: ours.spec }, 'exantas')).toBeUndefined()
    expect(reverterOf(ours, now([], []), 'exantas')).toMatchObject({ manager: 'unknown' })
  })
})
