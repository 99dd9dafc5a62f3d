import type { FieldChange } from '#lib/domain/changes/change-plan.ts'

/** `spec.http[2].route[0].weight`; a key that is no plain word stands in quotes. */
export function fieldPath(path: FieldChange['path']): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') {
        return `[${part}]`
      }
      const isPlain = /^[A-Za-z_][\w-]*$/.test(part)
      return isPlain ? `${index === 0 ? '' : '.'}${part}` : `[${JSON.stringify(part)}]`
    })
    .join('')
}
