import type { ChangeRecord } from '../changes/change-record.ts'

/** The newest plan first; of one moment by place and name, as cursors of a list compare. */
export function byNewest(a: ChangeRecord, b: ChangeRecord): number {
  return Date.parse(b.spec.at) - Date.parse(a.spec.at) || (placeText(a) < placeText(b) ? 1 : -1)
}

function placeText({ spec, metadata }: ChangeRecord): string {
  return `${spec.cluster}/${metadata.namespace}/${metadata.name}`
}
