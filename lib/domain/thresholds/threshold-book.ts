import { isForPlace, type ThresholdRule } from './threshold-rule.ts'
import { type ThresholdSetting, ThresholdText } from './threshold-setting.ts'
import { defaultThresholds, type OwnThresholds } from './thresholds.ts'

/** Who may set thresholds: objects with the annotation, and the configuration file. */
export interface ThresholdSources {
  namespaces: readonly { cluster: string; name: string; healthAnnotation?: string }[]
  services: readonly { cluster: string; namespace: string; name: string; healthAnnotation?: string }[]
  thresholdRules?: readonly ThresholdRule[] | undefined
}

export interface ThresholdBook {
  /**
   * The thresholds of a service, or of what serves none; undefined where they are the defaults. Each threshold by
   * itself is the service's annotation's, else the namespace's, else the file's, else the default; degraded never lies
   * above failing.
   */
  of(cluster: string, namespace: string, service: string | undefined): OwnThresholds | undefined
  /** Objects whose annotation says nothing usable, as `Service shop/cart`, sorted: they are as if they had none. */
  unreadable: string[]
}

/** Reads every annotation once. */
export function thresholdBook({ namespaces, services, thresholdRules = [] }: ThresholdSources): ThresholdBook {
  const annotated = new Map<string, ThresholdSetting>()
  const unreadable: string[] = []
  const note = (key: string, text: string | undefined, name: string) => {
    const parsed = text === undefined ? undefined : ThresholdText.safeParse(text)
    if (parsed?.success) {
      annotated.set(key, parsed.data)
    } else if (parsed !== undefined) {
      unreadable.push(name)
    }
  }
  for (const { cluster, name, healthAnnotation } of namespaces) {
    note(keyOf(cluster, name), healthAnnotation, `Namespace ${name}`)
  }
  for (const { cluster, namespace, name, healthAnnotation } of services) {
    note(keyOf(cluster, namespace, name), healthAnnotation, `Service ${namespace}/${name}`)
  }
  if (annotated.size === 0 && thresholdRules.length === 0) {
    return { of: () => undefined, unreadable: unreadable.sort() }
  }
  return {
    unreadable: unreadable.sort(),
    of(cluster, namespace, service) {
      const file = thresholdRules.filter((rule) => isForPlace(rule, namespace, service)).map(({ setting }) => setting)
      return combined({
        service: service === undefined ? {} : annotated.get(keyOf(cluster, namespace, service)),
        namespace: annotated.get(keyOf(cluster, namespace)),
        file: Object.assign({}, ...file),
      })
    },
  }
}

function combined(settings: Record<OwnThresholds['origin'], ThresholdSetting | undefined>): OwnThresholds | undefined {
  const origin = (['service', 'namespace', 'file'] as const).find((source) => isSet(settings[source]))
  if (origin === undefined) {
    return undefined
  }
  const all = { ...defaultThresholds, ...settings.file, ...settings.namespace, ...settings.service }
  const degradedErrorRatio = Math.min(all.degradedErrorRatio, all.failingErrorRatio)
  return { ...all, degradedErrorRatio, origin }
}

function isSet(setting: ThresholdSetting | undefined): boolean {
  return setting !== undefined && Object.keys(setting).length > 0
}

function keyOf(...parts: string[]): string {
  return parts.join('\u0000')
}
