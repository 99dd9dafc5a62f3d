import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import {
  ChangeRecord,
  ChangeRecordSpec,
  ChangeRecordStatus,
  changeRecordApiVersion,
  changeRecordKind,
} from './change-record.ts'

const Schema = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  format: z.string().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
})
type Schema = z.infer<typeof Schema>

const crd = z
  .object({
    metadata: z.object({ name: z.string() }),
    spec: z.object({
      group: z.string(),
      scope: z.string(),
      names: z.object({ kind: z.string(), plural: z.string() }),
      versions: z.array(
        z.object({
          name: z.string(),
          served: z.boolean(),
          storage: z.boolean(),
          subresources: z.object({ status: z.object({}) }),
          additionalPrinterColumns: z.array(z.object({ name: z.string(), jsonPath: z.string() })),
          schema: z.object({ openAPIV3Schema: Schema }),
        }),
      ),
    }),
  })
  .parse(parse(readFileSync(new URL('../../../deploy/crds/changerecords.yaml', import.meta.url), 'utf8')))

const [version] = crd.spec.versions
const root = Schema.parse(version?.schema.openAPIV3Schema)
const keepsAll = 'x-kubernetes-preserve-unknown-fields'

/** All alternatives of a noun as one schema: what any of them has may stand there, what all of them need must. */
function merged(schema: Schema): Schema {
  const options = (schema.anyOf ?? schema.oneOf)?.map((option) => merged(Schema.parse(option)))
  if (options === undefined) {
    return schema.const === undefined ? schema : { ...schema, enum: [schema.const] }
  }
  const properties: Record<string, unknown> = {}
  for (const [key, value] of options.flatMap((option) => Object.entries(option.properties ?? {}))) {
    properties[key] = { anyOf: [...(Schema.parse(properties[key] ?? { anyOf: [] }).anyOf ?? []), value] }
  }
  const required = options.map((option) => option.required ?? [])
  const types = new Set(options.map(({ type }) => type))
  return {
    ...(types.size === 1 && { type: options[0]?.type }),
    ...(Object.keys(properties).length > 0 && { properties }),
    required: required[0]?.filter((key) => required.every((keys) => keys.includes(key))),
    ...(options.every((option) => option.enum) && { enum: options.flatMap((option) => option.enum ?? []) }),
    ...(options.some((option) => option.additionalProperties) && {
      additionalProperties: options.find((option) => option.additionalProperties)?.additionalProperties,
    }),
  }
}

function differences(noun: Schema, given: unknown, path: string): string[] {
  const [want, have] = [merged(noun), Schema.parse(given ?? {})]
  if (have[keepsAll] === true) {
    return []
  }
  const [wanted, had] = [Object.keys(want.properties ?? {}), Object.keys(have.properties ?? {})]
  const told = (what: string, a: unknown, b: unknown) =>
    JSON.stringify(a) === JSON.stringify(b) ? [] : [`${path} ${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`]
  return [
    ...told('type', want.type, have.type),
    ...told('properties', wanted.toSorted(), had.toSorted()),
    ...told('required', (want.required ?? []).toSorted(), (have.required ?? []).toSorted()),
    ...told('enum', want.enum?.toSorted(), have.enum?.toSorted()),
    ...told('format', want.format, have.format),
    ...wanted.flatMap((key) =>
      differences(Schema.parse(want.properties?.[key]), have.properties?.[key], `${path}.${key}`),
    ),
    ...(want.items === undefined ? [] : differences(Schema.parse(want.items), have.items, `${path}[]`)),
    ...(typeof want.additionalProperties === 'object' && Object.keys(want.additionalProperties ?? {}).length > 0
      ? differences(Schema.parse(want.additionalProperties), have.additionalProperties, `${path}{}`)
      : []),
  ]
}

function unexplained(schema: unknown, path: string): string[] {
  const { description, properties = {}, items } = Schema.parse(schema)
  return [
    ...(description ? [] : [path]),
    ...Object.entries(properties).flatMap(([key, inner]) => unexplained(inner, `${path}.${key}`)),
    ...(items === undefined ? [] : unexplained(items, `${path}[]`)),
  ]
}

describe('the custom resource', () => {
  test('is the noun: the same group, version and kind', () => {
    expect(`${crd.spec.group}/${version?.name}`).toBe(changeRecordApiVersion)
    expect(crd.spec.names.kind).toBe(changeRecordKind)
    expect(crd.metadata.name).toBe(`${crd.spec.names.plural}.${crd.spec.group}`)
    expect(crd.spec.scope).toBe('Namespaced')
  })

  test('stores every field of the noun and no other, with the same types, choices and needs', () => {
    const spec = Schema.parse(z.toJSONSchema(ChangeRecordSpec))
    const status = Schema.parse(z.toJSONSchema(ChangeRecordStatus))
    expect(differences(spec, root.properties?.spec, 'spec')).toEqual([])
    expect(differences(status, root.properties?.status, 'status')).toEqual([])
  })

  test('explains every field', () => {
    expect(unexplained(root, 'root').filter((path) => path !== 'root.metadata')).toEqual([])
  })

  test('prints columns that exist', () => {
    const exists = (path: string) =>
      path
        .slice(1)
        .split('.')
        .reduce<unknown>(
          (schema, key) => (schema === undefined ? undefined : Schema.parse(schema).properties?.[key]),
          root,
        )
    const columns = version?.additionalPrinterColumns ?? []
    expect(columns.map(({ name }) => name)).toEqual(['Service', 'Change', 'Who', 'Phase', 'Age', 'Why', 'Undone by'])
    expect(columns.filter(({ jsonPath }) => exists(jsonPath) === undefined)).toEqual([])
  })
})

test('a record without a known phase or moment is no record', () => {
  const record = {
    apiVersion: changeRecordApiVersion,
    kind: changeRecordKind,
    metadata: { name: 'cart-1', namespace: 'shop' },
    spec: {
      who: { name: 'ann' },
      at: '2026-11-21T20:00:00Z',
      cluster: 'demo',
      service: 'cart',
      intent: { kind: 'set-weights', namespace: 'shop', service: 'cart', weights: { v1: 1 } },
      writes: [],
    },
    status: { phase: 'planned' },
  }
  expect(ChangeRecord.safeParse(record).success).toBe(true)
  expect(ChangeRecord.safeParse({ ...record, status: { phase: 'done' } }).success).toBe(false)
  expect(ChangeRecord.safeParse({ ...record, spec: { ...record.spec, at: 'now' } }).success).toBe(false)
})
