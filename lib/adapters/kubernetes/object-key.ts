import { record, text } from './read-json.ts'

/** `namespace` is empty for what belongs to no namespace. */
export interface ObjectKey {
  namespace: string
  name: string
}

/** Where an object lives; undefined when it names itself not at all. */
export function objectKey(object: unknown): ObjectKey | undefined {
  const metadata = record(record(object).metadata)
  const name = text(metadata.name)
  return name === undefined ? undefined : { namespace: text(metadata.namespace) ?? '', name }
}
