import type { ObjectReference } from '#lib/domain/mesh/kubernetes-object.ts'

export type ShownObject = Omit<ObjectReference, 'cluster'>

/** `networking.istio.io/v1/VirtualService/pay/payments`, as it stands in the address. */
export function formatObject({ apiVersion, kind, namespace, name: own }: ShownObject): string {
  return [apiVersion, kind, namespace, own].join('/')
}

/** The object an address names; undefined for anything else. */
export function parseObject(text: string | null): ShownObject | undefined {
  const [group = '', version = '', kind = '', namespace = '', own = '', ...rest] = (text ?? '').split('/')
  const isWhole = [group, version, kind, namespace, own].every((part) => part !== '') && rest.length === 0
  return isWhole ? { apiVersion: `${group}/${version}`, kind, namespace, name: own } : undefined
}
