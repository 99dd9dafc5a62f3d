import type { KubernetesObject } from '../mesh/kubernetes-object.ts'

/** A part of an object as it is written, whatever its fields: what nobody here knows must survive. */
export type Written = Readonly<Record<string, unknown>>

/** The value as an object; empty where it is none. */
export function writtenOf(value: unknown): Written {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? Object.fromEntries(Object.entries(value)) : {}
}

/** The value as a list of objects; empty where it is none. */
export function writtenList(value: unknown): Written[] {
  return Array.isArray(value) ? value.map(writtenOf) : []
}

/** The value where it is a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The value where it is a number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** The spec as it is written; empty where there is none. */
export function specOf(object: KubernetesObject | undefined): Written {
  return writtenOf(object?.spec)
}

/** The routes of `spec.http` as they are written; none where there are none. */
export function httpRoutesOf(object: KubernetesObject | undefined): Written[] {
  return writtenList(specOf(object).http)
}

/** The object with another `spec.http`; all else is the same, field for field. */
export function withHttpRoutes(object: KubernetesObject, http: readonly Written[]): KubernetesObject {
  return { ...object, spec: { ...specOf(object), http } }
}

/** The value without these fields. */
export function without(value: Written, ...fields: string[]): Written {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !fields.includes(key)))
}
