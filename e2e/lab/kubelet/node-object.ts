import { readFileSync } from 'node:fs'
import { arch, cpus, hostname, release, totalmem } from 'node:os'
import { lab } from '../settings.ts'
import { ApiFailure, askApiServer } from './api-server.ts'
import { kubeletPort } from './kubelet-port.ts'
import { logLine } from './log-line.ts'
import { timeNow } from './time-now.ts'

const heartbeatMs = 10_000
const path = `/api/v1/nodes/${lab.node}`

/** Keeps the Node object as a kubelet does; answers how to say that the node goes. */
export async function keepNode(signal: AbortSignal): Promise<{ goodbye(): Promise<void> }> {
  const { gitVersion } = await askApiServer<{ gitVersion: string }>('GET', '/version')
  const startedAt = timeNow()
  await createNode()
  const report = async (isReady: boolean) => {
    await askApiServer('PATCH', `${path}/status`, { status: nodeStatus(gitVersion, startedAt, isReady) })
  }
  await report(true)
  await askApiServer('PATCH', path, { spec: { taints: null } })
  const heartbeat = setInterval(() => {
    report(true).catch((error: Error) => logLine(`node status: ${error.message}`))
  }, heartbeatMs)
  signal.addEventListener('abort', () => clearInterval(heartbeat), { once: true })
  return { goodbye: () => report(false) }
}

async function createNode(): Promise<void> {
  const labels = {
    'kubernetes.io/hostname': lab.node,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': architecture(),
  }
  try {
    await askApiServer('POST', '/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: lab.node, labels },
      spec: { podCIDR: '10.244.0.0/16', podCIDRs: ['10.244.0.0/16'] },
    })
  } catch (error) {
    if (!(error instanceof ApiFailure && error.status === 409)) {
      throw error
    }
  }
}

function nodeStatus(kubeletVersion: string, startedAt: string, isReady: boolean): object {
  const now = timeNow()
  const size = { cpu: String(cpus().length), memory: `${Math.floor(totalmem() / 1024)}Ki`, pods: '110' }
  const condition = (type: string, status: boolean, reason: string, message: string) => ({
    type,
    status: status ? 'True' : 'False',
    reason,
    message,
    lastHeartbeatTime: now,
    lastTransitionTime: isReady ? startedAt : now,
  })
  return {
    addresses: [
      { type: 'InternalIP', address: lab.gatewayIp },
      { type: 'Hostname', address: lab.node },
    ],
    capacity: size,
    allocatable: size,
    conditions: [
      condition('MemoryPressure', false, 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      condition('DiskPressure', false, 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      condition('PIDPressure', false, 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      isReady
        ? condition('Ready', true, 'KubeletReady', 'kubelet is posting ready status')
        : condition('Ready', false, 'KubeletNotReady', 'the kubelet has been stopped'),
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
    nodeInfo: {
      architecture: architecture(),
      bootID: read('/proc/sys/kernel/random/boot_id'),
      containerRuntimeVersion: 'exantas-lab://1.0.0',
      kernelVersion: release(),
      kubeProxyVersion: '',
      kubeletVersion,
      machineID: read('/etc/machine-id') || hostname(),
      operatingSystem: 'linux',
      osImage: /^PRETTY_NAME="(.*)"$/m.exec(read('/etc/os-release'))?.[1] ?? 'Linux',
      systemUUID: read('/proc/sys/kernel/random/boot_id'),
    },
  }
}

function architecture(): string {
  return arch() === 'x64' ? 'amd64' : arch()
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}
