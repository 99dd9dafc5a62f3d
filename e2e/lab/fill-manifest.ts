import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'manifests')

/** A manifest's text with each `{{NAME}}` replaced; a name without a value is an error. */
export function fillManifest(path: string, values: Record<string, string> = {}): string {
  return readFileSync(join(folder, path), 'utf8').replaceAll(/\{\{([A-Z_]+)\}\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) {
      throw new Error(`${path} asks for ${name}`)
    }
    return value
  })
}

/** The YAML files of a manifest folder, in order of name. */
export function manifestsIn(path: string): string[] {
  return readdirSync(join(folder, path))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(path, name))
}
