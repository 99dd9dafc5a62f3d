import { AppError } from '../../domain/errors.ts'
import type { MeshObject } from '../../domain/mesh/inventory.ts'
import { routeShares } from '../../domain/routing/route-shares.ts'
import { HttpRoute } from '../../domain/routing/virtual-service.ts'
import type { UnixSeconds } from '../../domain/time.ts'

interface ObjectRef {
  kind: string
  namespace: string
  name: string
}

/** Every state the demo cluster's mesh objects were ever in. */
export interface ConfigHistory {
  at(second: UnixSeconds): MeshObject[]
  /** Stores an object from `second` on and returns it as stored. Rejects seconds before the last change. */
  apply(object: MeshObject, second: UnixSeconds): MeshObject
  remove(ref: ObjectRef, second: UnixSeconds): void
}

export function configHistory(
  initial: MeshObject[],
  startedAt: UnixSeconds,
  onChange: (objects: MeshObject[], second: UnixSeconds) => void,
): ConfigHistory {
  const states = [{ from: Number.NEGATIVE_INFINITY, objects: initial }]
  let version = 1
  const latest = () => states.at(-1)?.objects ?? []
  const append = (objects: MeshObject[], second: UnixSeconds) => {
    const last = Math.max(startedAt, states.at(-1)?.from ?? startedAt)
    if (second < last) {
      throw new AppError('conflict', { second, lastChange: last })
    }
    states.push({ from: second, objects })
    onChange(objects, second)
  }
  return {
    at: (second) => states.findLast(({ from }) => from <= second)?.objects ?? initial,
    apply(object, second) {
      refuseWhatIstioRefuses(object)
      const before = latest().find(isSame(object))
      version++
      const stored = {
        ...object,
        createdAt: before?.createdAt ?? new Date(second * 1000).toISOString(),
        resourceVersion: String(version),
      }
      append([...latest().filter((other) => !isSame(object)(other)), stored], second)
      return stored
    },
    remove(ref, second) {
      if (!latest().some(isSame(ref))) {
        throw new AppError('not-found', { kind: ref.kind, name: ref.name, namespace: ref.namespace })
      }
      append(
        latest().filter((other) => !isSame(ref)(other)),
        second,
      )
    },
  }
}

function isSame(ref: ObjectRef): (object: ObjectRef) => boolean {
  return ({ kind, namespace, name }) => kind === ref.kind && namespace === ref.namespace && name === ref.name
}

function refuseWhatIstioRefuses({ kind, spec, name }: MeshObject): void {
  const routes = kind === 'VirtualService' && Array.isArray(spec.http) ? spec.http : []
  for (const route of routes.map((one) => HttpRoute.safeParse(one))) {
    const destinations = route.data?.route ?? []
    if (destinations.length > 0 && routeShares(destinations.map(({ weight }) => weight)) === undefined) {
      throw new AppError('invalid', { kind, name, reason: 'total destination weight = 0' })
    }
  }
}
