import { own } from './read-json.ts'

const appLabels = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app']
const versionLabels = ['service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version']

function firstOf(labels: Record<string, string>, keys: string[]): string | undefined {
  for (const key of keys) {
    const value = own(labels, key)
    if (value !== undefined) {
      return value
    }
  }
  return undefined
}

/** Istio's canonical service name of pods with these labels, and their canonical revision where one is set (`latest` is Istio's word for none). */
export function canonicalName(labels: Record<string, string>, workload: string): { app: string; version?: string } {
  const app = firstOf(labels, appLabels) ?? workload
  const version = firstOf(labels, versionLabels)
  return version === undefined || version === 'latest' ? { app } : { app, version }
}
