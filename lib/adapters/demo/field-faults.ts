import { goDurationMs } from './go-duration.ts'
import type { FieldShape } from './istio-fields.ts'

/** What is wrong with a value's fields, each at its path as the API server writes it. */
export interface FieldFaults {
  /** Paths of fields the shape does not know. */
  unknown: string[]
  /** Values whose type is wrong and fields that are missing, as the API server words it. */
  mistyped: string[]
  /** Values of the right type that break a rule. Looked at only where all types are right. */
  invalid: string[]
}

/** Compares a value with its shape; null stands for absent, as in a CRD. */
export function fieldFaults(value: unknown, shape: FieldShape, path: string): FieldFaults {
  const faults: FieldFaults = { unknown: [], mistyped: [], invalid: [] }
  visit(value, shape, path, faults)
  return faults
}

function visit(value: unknown, shape: FieldShape, path: string, faults: FieldFaults): void {
  if (shape === 'any' || value === null || value === undefined) {
    return
  }
  if (typeof shape === 'string') {
    checkPlain(value, shape, path, faults)
  } else if ('listOf' in shape) {
    if (!Array.isArray(value)) {
      mistyped(value, 'array', path, faults)
      return
    }
    for (const [index, item] of value.entries()) {
      visit(item, shape.listOf, `${path}[${index}]`, faults)
    }
  } else if (typeof value !== 'object' || Array.isArray(value)) {
    mistyped(value, 'object', path, faults)
  } else {
    if ('required' in shape) {
      const missing = shape.required?.filter((name) => !Object.hasOwn(value, name)) ?? []
      faults.mistyped.push(...missing.map((name) => `${path}.${name}: Required value`))
    }
    for (const [name, field] of Object.entries(value).sort()) {
      const inner = 'mapOf' in shape ? shape.mapOf : Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined
      if (inner === undefined) {
        faults.unknown.push(`${path}.${name}`)
      } else {
        visit(field, inner, `${path}.${name}`, faults)
      }
    }
  }
}

function checkPlain(value: unknown, shape: FieldShape & string, path: string, faults: FieldFaults): void {
  const wanted = shape === 'duration' ? 'string' : shape
  if (wanted === 'integer' ? !Number.isInteger(value) : typeof value !== wanted) {
    mistyped(value, wanted, path, faults)
  } else if (shape === 'duration' && !(goDurationMs(String(value)) >= 1)) {
    faults.invalid.push(`${path}: Invalid value: ${JSON.stringify(value)}: must be a valid duration greater than 1ms`)
  }
}

function mistyped(value: unknown, wanted: string, path: string, faults: FieldFaults): void {
  const given = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value
  faults.mistyped.push(`${path}: Invalid value: "${given}": ${path} in body must be of type ${wanted}: "${given}"`)
}
