import type { KubernetesObject } from '../mesh/kubernetes-object.ts'
import { isSame } from './canonical-text.ts'
import { defaultRouteName, isOwnObject, ownLabels, ownObjectName } from './change-names.ts'
import { type ChangeScene, networkingApiVersion, objectName } from './change-scene.ts'
import { rulesFor } from './destination-version.ts'
import { specOf } from './written-object.ts'

/**
 * The VirtualService that says what is so without one: every request to the whole service, on every port. It is seen by
 * those who see the service's subsets, as clients without them would fail on its routes.
 */
export function defaultVirtualService(scene: ChangeScene): KubernetesObject {
  const { service, host } = scene
  const rule = rulesFor(scene, service).find(
    (one) => one.host === host && one.namespace === service.namespace && one.subsets.length > 0,
  )
  return {
    apiVersion: networkingApiVersion(scene),
    kind: 'VirtualService',
    metadata: { name: freeName(scene), namespace: service.namespace, labels: ownLabels(service.name) },
    spec: {
      hosts: [host],
      ...(rule !== undefined && rule.exportTo.length > 0 && { exportTo: rule.exportTo }),
      http: [{ name: defaultRouteName, route: [{ destination: { host } }] }],
    },
  }
}

/** The names a created VirtualService may get, the first that is free. */
export function virtualServiceNames({ service }: Pick<ChangeScene, 'service'>): string[] {
  return [service.name, ownObjectName(service.name)]
}

function freeName(scene: ChangeScene): string {
  const isTaken = (name: string) =>
    scene.objects.some(
      (object) =>
        objectName(object) === objectName({ kind: 'VirtualService', namespace: scene.service.namespace, name }),
    )
  return virtualServiceNames(scene).find((name) => !isTaken(name)) ?? ownObjectName(scene.service.name)
}

/** Whether a VirtualService of ours says no more than what is so without it. */
export function saysNothing(object: KubernetesObject, host: string): boolean {
  const { hosts, http, exportTo: _, ...more } = specOf(object)
  const expected = [{ name: defaultRouteName, route: [{ destination: { host } }] }]
  return isOwnObject(object) && Object.keys(more).length === 0 && isSame(hosts, [host]) && isSame(http, expected)
}
