import { lab } from '../settings.ts'
import { type AddressPool, addressPool } from './address-pool.ts'
import { logLine } from './log-line.ts'
import type { NameService } from './name-service.ts'
import { namespaceOfPod } from './network.ts'
import { pause } from './pause.ts'
import { type Pod, podKey } from './pod.ts'
import { bindPod, deletePod, insist } from './pod-actions.ts'
import { forgetNamesake, removeFoldersExcept } from './pod-folder.ts'
import { PodRunner } from './pod-runner.ts'

interface NodePodsOptions {
  names: NameService
  /** Addresses that pods of an earlier kubelet will want again. */
  keptAddresses: readonly string[]
  onChange(): void
}

/** A cluster gives 30 s; whoever waits here is a test. */
const longestGraceSeconds = 3
/** Telemetry reads a pod's last access log lines before the folder goes. */
const folderGraceMs = 3_000
/** All at once, twenty proxies would keep the control plane from starting and then wait for it. */
const controlPlaneFirstMs = 15_000

/** The pods of this node: bound, run, and ended as the API server says. */
export class NodePods {
  private readonly options: NodePodsOptions
  private readonly running = new Map<string, PodRunner>()
  private readonly ending = new Map<string, Promise<void>>()
  private readonly deleting = new Set<string>()
  private readonly addresses: AddressPool
  private readonly listed = Promise.withResolvers<void>()
  private readonly everybody: Promise<void>

  constructor(options: NodePodsOptions) {
    this.options = options
    this.addresses = addressPool(options.keptAddresses)
    this.everybody = this.listed.promise.then(() => this.controlPlaneFirst())
  }

  get runners(): PodRunner[] {
    return [...this.running.values()]
  }

  find(namespace: string, name: string): PodRunner | undefined {
    return this.runners.find(({ pod }) => podKey(pod.metadata) === podKey({ namespace, name }))
  }

  onObject(pod: Pod): void {
    const { metadata, spec } = pod
    const runner = this.running.get(metadata.uid)
    if (spec.nodeName === undefined && metadata.deletionTimestamp === undefined && !spec.schedulingGates?.length) {
      void insist('bind', pod, () => bindPod(pod))
    } else if (spec.nodeName !== lab.node) {
      return
    } else if (metadata.deletionTimestamp !== undefined) {
      this.endAndDelete(pod)
    } else if (runner !== undefined) {
      runner.update(pod)
      this.options.onChange()
    } else if (!isOver(pod)) {
      this.start(pod)
    }
  }

  onGone(uid: string): void {
    void this.end(uid, 0)
    this.deleting.delete(uid)
    void this.removeFolders()
  }

  /** After each whole list. */
  onSynced(): void {
    this.listed.resolve()
    void this.removeFolders()
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((uid) => this.end(uid, longestGraceSeconds, true)))
  }

  private async controlPlaneFirst(): Promise<void> {
    const isDone = () => this.runners.every(({ pod, isReady }) => !isOnHost(pod) || isReady)
    for (let waitedMs = 0; !isDone() && waitedMs < controlPlaneFirstMs; waitedMs += 100) {
      await pause(100)
    }
  }

  private start(pod: Pod): void {
    const { metadata, status } = pod
    const { names, onChange } = this.options
    const ip = isOnHost(pod) ? lab.gatewayIp : this.addresses.take(status?.podIP)
    const named = { ...metadata, ip, networkNamespace: namespaceOfPod(metadata), hasCapture: hasCapture(pod) }
    if (status?.containerStatuses === undefined) {
      forgetNamesake(pod)
    }
    const runner = new PodRunner({
      pod,
      podIp: ip,
      turn: isOnHost(pod) ? Promise.resolve() : this.everybody,
      beforeNetwork: () => names.add(named),
      afterNetwork: () => names.connect(named),
      afterEnd: () => {
        names.remove(named)
        this.addresses.free(ip)
      },
    })
    this.running.set(metadata.uid, runner)
    logLine(`start ${podKey(metadata)} ${ip}`)
    onChange()
  }

  private endAndDelete(pod: Pod): void {
    const { uid, deletionGracePeriodSeconds = longestGraceSeconds } = pod.metadata
    if (!this.deleting.has(uid)) {
      this.deleting.add(uid)
      void this.end(uid, deletionGracePeriodSeconds).then(() => insist('delete', pod, () => deletePod(pod)))
    }
  }

  private end(uid: string, graceSeconds: number, isHurried = false): Promise<void> {
    const runner = this.running.get(uid)
    if (runner === undefined) {
      return Promise.resolve()
    }
    const ended = this.ending.get(uid) ?? this.endNow(uid, runner, graceSeconds, isHurried)
    this.ending.set(uid, ended)
    return ended
  }

  private async endNow(uid: string, runner: PodRunner, graceSeconds: number, isHurried: boolean): Promise<void> {
    const key = podKey(runner.pod.metadata)
    try {
      await runner.stop(Math.min(graceSeconds, longestGraceSeconds) * 1000, isHurried)
      logLine(`ended ${key}`)
    } catch (error) {
      logLine(`end of ${key}: ${error instanceof Error ? error.message : error}`)
    }
    this.running.delete(uid)
    this.ending.delete(uid)
    this.options.onChange()
  }

  private async removeFolders(): Promise<void> {
    await pause(folderGraceMs)
    removeFoldersExcept(this.runners.map(({ pod }) => pod))
  }
}

function hasCapture({ spec }: Pod): boolean {
  return (spec.initContainers ?? []).some(({ name }) => name === 'istio-init' || name === 'istio-validation')
}

function isOnHost({ spec }: Pod): boolean {
  return spec.hostNetwork === true
}

function isOver({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}
