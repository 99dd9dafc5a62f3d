import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { istioRelease, programs } from '../programs.ts'
import { lab } from '../settings.ts'

type Values = Record<string, unknown>

/**
 * The ConfigMap `istio-sidecar-injector` as Istio's chart renders it: its own templates, and of its default values the
 * parts that the templates read.
 */
export function injectorConfigMap(): object {
  const read = (name: string) => readFileSync(join(programs.injection, name), 'utf8')
  const { _internal_defaults_do_not_set: defaults = {} } = parse(read('values.yaml')) as Record<string, Values>
  const { global, sidecarInjectorWebhook, revision = '', cni, env, gateways = {} } = defaults
  const values = {
    global: { ...(global as Values), ...settled(global as Values) },
    sidecarInjectorWebhook,
    revision,
    pilot: { cni, env },
    gateways,
  }
  const config = {
    defaultTemplates: ['sidecar'],
    policy: 'enabled',
    alwaysInjectSelector: [],
    neverInjectSelector: [],
    injectedAnnotations: {},
    template: '{{ Template_Version_And_Istio_Version_Mismatched_Check_Installation }}',
    templates: { sidecar: read('sidecar.yaml'), gateway: read('gateway.yaml') },
  }
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio-sidecar-injector', namespace: 'istio-system', labels: { 'istio.io/rev': 'default' } },
    data: { values: JSON.stringify(values, null, 2), config: stringify(config) },
  }
}

function settled(global: Values): Values {
  return {
    multiCluster: { ...(global.multiCluster as Values), clusterName: lab.clusterId },
    istioNamespace: 'istio-system',
    // The chart's defaults name development images; consoles read the version here.
    hub: 'istio',
    tag: istioRelease(),
  }
}
