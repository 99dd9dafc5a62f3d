import { AppError } from '../errors.ts'
import type { ObjectReference } from './kubernetes-object.ts'

const dnsLabel = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/
/** A DNS label, RFC 1123. */
export function isNamespaceName(text: string): boolean {
  return text.length <= 63 && dnsLabel.test(text)
}

const isSubdomain = (text: string) => text.length <= 253 && text.split('.').every((part) => dnsLabel.test(part))

/** RFC 1123, as Kubernetes demands of namespaces and containers, and of the names of every kind the console touches. */
const shapes = {
  apiVersion(text: string) {
    const [version = '', group, ...rest] = text.split('/').reverse()
    return rest.length === 0 && /^v[a-z0-9]{1,62}$/.test(version) && (group === undefined || isSubdomain(group))
  },
  kind: (text: string) => /^[A-Z][A-Za-z0-9]{0,62}$/.test(text),
  namespace: isNamespaceName,
  name: isSubdomain,
  pod: isSubdomain,
  container: isNamespaceName,
}

/** Throws `invalid` with reason `bad-name` for text that cannot be a name of its sort: none of it may reach a path. */
export function refuseBadNames(names: Partial<Record<keyof typeof shapes, string>>): void {
  for (const field of Object.keys(shapes) as (keyof typeof shapes)[]) {
    const text = names[field]
    if (text !== undefined && !shapes[field](text)) {
      throw new AppError('invalid', { reason: 'bad-name', field, given: text.slice(0, 100) })
    }
  }
}

/** `refuseBadNames` for all parts of a reference; an empty namespace is none. */
export function refuseBadReference({ apiVersion, kind, namespace, name }: ObjectReference): void {
  refuseBadNames({ apiVersion, kind, name, ...(namespace === '' ? {} : { namespace }) })
}
