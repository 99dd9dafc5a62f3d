import { join } from 'node:path'
import { startHostProcess } from '../host-process.ts'
import { kubectl } from '../kubectl.ts'
import { programs } from '../programs.ts'
import { lab } from '../settings.ts'
import { until } from '../until.ts'

const key = (name: string) => join(lab.pki, name)

/** No node lifecycle, scheduler or volumes: the kubelet here binds and runs every pod itself. */
const controllers = [
  'namespace-controller',
  'serviceaccount-controller',
  'serviceaccount-token-controller',
  'root-ca-certificate-publisher-controller',
  'clusterrole-aggregation-controller',
  'endpointslice-controller',
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'daemonset-controller',
  'job-controller',
  'garbage-collector-controller',
]

/** etcd, kube-apiserver and kube-controller-manager, upstream and unmodified; resolves when the API server is ready. */
export async function startApiServer(): Promise<void> {
  startHostProcess({
    name: 'etcd',
    program: programs.kubernetes,
    args: ['etcd', '--data-dir', join(lab.state, 'etcd'), '--client-url', lab.urls.etcd],
  })
  startKubeApiServer()
  await until('the API server is ready', isReady, { seconds: 120 })
  startHostProcess({
    name: 'kube-controller-manager',
    program: programs.kubernetes,
    args: [
      'kube-controller-manager',
      `--kubeconfig=${lab.kubeconfig}`,
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
      `--service-account-private-key-file=${key('sa.key')}`,
      `--root-ca-file=${key('ca.crt')}`,
      `--controllers=${controllers.join(',')}`,
      '--v=1',
    ],
  })
}

/** Routing by endpoints lets webhooks name their Service although there is no kube-proxy. */
export function startKubeApiServer(): void {
  startHostProcess({
    name: 'kube-apiserver',
    program: programs.kubernetes,
    args: [
      'kube-apiserver',
      `--etcd-servers=${lab.urls.etcd}`,
      '--bind-address=127.0.0.1',
      '--secure-port=6443',
      `--advertise-address=${lab.gatewayIp}`,
      `--tls-cert-file=${key('apiserver.crt')}`,
      `--tls-private-key-file=${key('apiserver.key')}`,
      `--client-ca-file=${key('ca.crt')}`,
      `--token-auth-file=${key('tokens.csv')}`,
      '--authorization-mode=RBAC',
      `--service-cluster-ip-range=${lab.serviceCidr}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${key('sa.pub')}`,
      `--service-account-signing-key-file=${key('sa.key')}`,
      '--enable-aggregator-routing=true',
      `--kubelet-certificate-authority=${key('ca.crt')}`,
      '--kubelet-preferred-address-types=InternalIP',
      '--profiling=false',
      '--v=1',
    ],
  })
}

async function isReady(): Promise<boolean> {
  return (await kubectl(['get', '--raw=/readyz'])) === 'ok'
}
