/** The parts of a Pod that this kubelet reads, as the API server serves them. */
export interface Pod {
  metadata: PodMetadata
  spec: PodSpec
  status?: PodStatus
}

export interface PodMetadata {
  namespace: string
  name: string
  uid: string
  resourceVersion?: string
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: { kind: string; name: string; controller?: boolean }[]
}

interface PodSpec {
  nodeName?: string
  hostNetwork?: boolean
  serviceAccountName?: string
  restartPolicy?: RestartPolicy
  terminationGracePeriodSeconds?: number
  schedulingGates?: unknown[]
  securityContext?: { sysctls?: { name: string; value: string }[]; runAsUser?: number }
  initContainers?: Container[]
  containers: Container[]
  volumes?: Volume[]
}

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never'

export interface Container {
  name: string
  image: string
  command?: string[]
  args?: string[]
  env?: EnvVar[]
  ports?: { name?: string; containerPort: number }[]
  restartPolicy?: RestartPolicy
  resources?: { limits?: Record<string, string>; requests?: Record<string, string> }
  securityContext?: { runAsUser?: number }
  volumeMounts?: { name: string; mountPath: string }[]
  lifecycle?: { preStop?: { exec?: { command: string[] } } }
  startupProbe?: ProbeSpec
  readinessProbe?: ProbeSpec
  livenessProbe?: ProbeSpec
}

export interface EnvVar {
  name: string
  value?: string
  valueFrom?: {
    fieldRef?: { fieldPath: string }
    resourceFieldRef?: { resource: string; divisor?: string }
    configMapKeyRef?: KeyRef
    secretKeyRef?: KeyRef
  }
}

export interface KeyRef {
  name: string
  key: string
  optional?: boolean
}

export interface ProbeSpec {
  httpGet?: {
    path?: string
    port: number | string
    host?: string
    scheme?: string
    httpHeaders?: { name: string; value: string }[]
  }
  tcpSocket?: { port: number | string; host?: string }
  initialDelaySeconds?: number
  periodSeconds?: number
  timeoutSeconds?: number
  successThreshold?: number
  failureThreshold?: number
}

interface FileItem {
  path: string
  key?: string
  fieldRef?: { fieldPath: string }
}

interface ConfigMapSource {
  name: string
  items?: FileItem[]
  optional?: boolean
}

export interface VolumeSource {
  configMap?: ConfigMapSource
  downwardAPI?: { items?: FileItem[] }
  serviceAccountToken?: { path: string; audience?: string; expirationSeconds?: number }
}

export interface Volume extends Omit<VolumeSource, 'serviceAccountToken'> {
  name: string
  emptyDir?: object
  projected?: { sources?: VolumeSource[] }
}

export interface PodCondition {
  type: string
  status: 'True' | 'False'
  reason?: string
  message?: string
  lastTransitionTime: string
}

export interface ContainerState {
  waiting?: { reason: string; message?: string }
  running?: { startedAt: string }
  terminated?: {
    exitCode: number
    reason: string
    startedAt: string
    finishedAt: string
    containerID?: string
    message?: string
  }
}

export interface ContainerStatus {
  name: string
  image: string
  imageID: string
  containerID?: string
  ready: boolean
  started: boolean
  restartCount: number
  state: ContainerState
  lastState: ContainerState
}

export interface PodStatus {
  phase: string
  podIP?: string
  hostIP?: string
  startTime?: string
  conditions?: PodCondition[]
  initContainerStatuses?: ContainerStatus[]
  containerStatuses?: ContainerStatus[]
}

/** `namespace/name`: how the kubelet's maps and logs call a pod. */
export function podKey({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`
}
