import { join, resolve } from 'node:path'

// Absolute, because the lab's daemons have another working directory.
const state = resolve(process.env.EXANTAS_LAB_STATE || '/var/lib/exantas-lab')
const cache = resolve(process.env.EXANTAS_LAB_CACHE || '/var/cache/exantas-lab')
/** The host's end of the pods' bridge. Host processes are reached here: an API server refuses 127.0.0.0/8 in EndpointSlices. */
const gatewayIp = '10.244.0.1'

/** Where the lab lives on this machine. `state` goes with `reset`, `cache` holds built programs; both are readable for the pods' users. */
export const lab = {
  state,
  cache,
  logs: join(state, 'log'),
  run: join(state, 'run'),
  pods: join(state, 'pods'),
  pki: join(state, 'pki'),
  kubeconfig: join(state, 'admin.kubeconfig'),
  bridge: 'exlab0',
  /** Network namespaces are named `exlab-<pod namespace>-<pod name>`. */
  netnsPrefix: 'exlab-',
  gatewayIp,
  serviceCidr: '10.96.0.0/16',
  /** The world outside the mesh, api.bank.example, in a network namespace of its own. */
  outsideIp: '10.244.255.10',
  node: 'lab',
  clusterId: 'Kubernetes',
  uids: { app: 1000, proxy: 1337 },
  urls: {
    apiServer: 'https://127.0.0.1:6443',
    etcd: 'http://127.0.0.1:2379',
    prometheus: 'http://127.0.0.1:9090',
    alertmanager: 'http://127.0.0.1:9093',
    jaeger: 'http://127.0.0.1:16686',
    telemetry: 'http://127.0.0.1:15999',
    istiod: `http://${gatewayIp}:15014`,
    istiodDebug: 'http://127.0.0.1:8080',
  },
} as const
