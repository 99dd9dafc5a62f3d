import { fillManifest } from '../fill-manifest.ts'
import { apply, getJson, kubectl } from '../kubectl.ts'
import { programs } from '../programs.ts'
import { lab } from '../settings.ts'
import { until } from '../until.ts'
import { accessLogFields } from './access-log-fields.ts'
import { injectorConfigMap } from './injector.ts'

const values = {
  ENVOY: programs.envoy,
  KUBECONFIG: lab.kubeconfig,
  CLUSTER_ID: lab.clusterId,
  GATEWAY_IP: lab.gatewayIp,
  LOG_FIELDS: Object.entries(accessLogFields)
    .map(([name, operator]) => `${name}: "${operator}"`)
    .join(', '),
}

const manifest = (name: string) => fillManifest(`control-plane/${name}.yaml`, values)

/** Istio's kinds, its settings, and istiod as a Pod, which the kubelet must be there to run; resolves when its webhooks answer. */
export async function installIstio(): Promise<void> {
  await kubectl(['apply', '--server-side', '--force-conflicts', '-f', programs.istioCrds])
  await kubectl(['wait', '--for=condition=established', 'crd', '--all', '--timeout=60s'])
  await apply(manifest('namespaces'))
  await apply(manifest('mesh-config'))
  await apply(injectorConfigMap())
  await apply(manifest('istiod'))
  await until('istiod is ready', isIstiodReady, { seconds: 90 })
  await installWebhooks()
  await apply(manifest('telemetry'))
}

/** The Deployment may still say what was true before everything was ended by force. */
async function isIstiodReady(): Promise<boolean> {
  const { status } = await getJson<{ status?: { readyReplicas?: number } }>(['-n', 'istio-system', 'deployment/istiod'])
  return status?.readyReplicas === 1 && (await fetch(`${lab.urls.istiodDebug}/ready`)).ok
}

interface Webhooks {
  webhooks?: { clientConfig: { caBundle?: string }; failurePolicy: string }[]
}

/** Applied only where they are absent: what istiod has filled in is its own. */
async function installWebhooks(): Promise<void> {
  const found = await kubectl(['get', 'mutatingwebhookconfiguration', '-o', 'name'])
  if (!found.includes('istio-sidecar-injector')) {
    await apply(manifest('webhooks'))
  }
  await until(
    'istiod has taken its webhooks over',
    async () => {
      const validating = await getJson<Webhooks>(['validatingwebhookconfiguration/istio-validator-istio-system'])
      const mutating = await getJson<Webhooks>(['mutatingwebhookconfiguration/istio-sidecar-injector'])
      const all = [...(validating.webhooks ?? []), ...(mutating.webhooks ?? [])]
      return all.every((one) => Boolean(one.clientConfig.caBundle) && one.failurePolicy === 'Fail')
    },
    { seconds: 60 },
  )
}
