import { globSync } from 'node:fs'
import { join } from 'node:path'
import { readAccessLogLine } from './access-log-line.ts'
import { expositionOf, type MetricFamily } from './exposition.ts'
import { KnownPods } from './known-pods.ts'
import { endOfLog, followLog, type LogPlace, type LogTail } from './log-tail.ts'
import { type MeshPod, podKey } from './mesh-pod.ts'
import { seriesLabels } from './series-labels.ts'
import { SidecarCounts } from './sidecar-counts.ts'

const logPath = 'var/log/istio/access.log'

interface Sidecar {
  pod: MeshPod
  tail: LogTail
  counts: SidecarCounts
  sinceMs: number
  replacements: number
}

interface Options {
  /** Holds `<namespace>/<pod>/var/log/istio/access.log`. */
  podsFolder: string
  nowMs: () => number
}

/**
 * Istio's metrics of every meshed pod, counted from its access log. Logs that are already there are followed from their
 * end, as a proxy that restarts counts from zero; those of later pods from their beginning. A pod that left the list has
 * no metrics any more.
 */
export class MeshTelemetry {
  /** Logs that were there at the start, by path. */
  readonly foundAtStart: ReadonlyMap<string, LogPlace>
  #options: Options
  #pods = new KnownPods()
  #sidecars = new Map<string, Sidecar>()

  constructor(options: Options) {
    this.#options = options
    const paths = globSync(join('*', '*', logPath), { cwd: options.podsFolder }).map((path) =>
      join(options.podsFolder, path),
    )
    this.foundAtStart = new Map(
      paths.flatMap((path) => {
        const end = endOfLog(path)
        return end ? [[path, end] as const] : []
      }),
    )
  }

  replacePods(pods: readonly MeshPod[]): void {
    // What is written by now was about the pods as they were.
    this.poll()
    this.#pods.replace(pods)
    const meshed = new Map(pods.filter(({ isMeshed }) => isMeshed).map((pod) => [podKey(pod), pod]))
    for (const [key, { pod, tail }] of this.#sidecars) {
      const next = meshed.get(key)
      if (next === undefined || (pod.ip !== '' && next.ip !== pod.ip)) {
        tail.close()
        this.#sidecars.delete(key)
      }
    }
    for (const [key, pod] of meshed) {
      const sidecar = this.#sidecars.get(key) ?? this.#follow(pod)
      this.#sidecars.set(key, { ...sidecar, pod })
    }
  }

  /** Counts what the proxies have written since the last call; returns what kept it from reading a log. */
  poll(): string[] {
    return [...this.#sidecars.values()].flatMap((sidecar) => {
      try {
        this.#read(sidecar)
        return []
      } catch (error) {
        return [`${podKey(sidecar.pod)}: ${error instanceof Error ? error.message : error}`]
      }
    })
  }

  pods(): MeshPod[] {
    return this.#pods.all()
  }

  meshedPods(): MeshPod[] {
    return [...this.#sidecars.values()].map(({ pod }) => pod)
  }

  /** Undefined for a pod that is not known or not meshed. */
  exposition(pod: { namespace: string; name: string }): string | undefined {
    const sidecar = this.#sidecars.get(podKey(pod))
    return sidecar && expositionOf([...sidecar.counts.families(), sinceFamily(sidecar)])
  }

  #follow(pod: MeshPod): Sidecar {
    const path = join(this.#options.podsFolder, pod.namespace, pod.name, logPath)
    const tail = followLog(path, this.foundAtStart.get(path))
    return { pod, tail, counts: new SidecarCounts(), sinceMs: this.#options.nowMs(), replacements: 0 }
  }

  #read(sidecar: Sidecar): void {
    const lines = sidecar.tail.read()
    if (sidecar.tail.replacements() > sidecar.replacements) {
      sidecar.replacements = sidecar.tail.replacements()
      sidecar.counts = new SidecarCounts()
      sidecar.sinceMs = this.#options.nowMs()
    }
    for (const text of lines) {
      this.#count(sidecar, text)
    }
  }

  #count({ pod, counts }: Sidecar, text: string): void {
    const line = readAccessLogLine(text)
    if (line === undefined) {
      counts.recordUnreadable()
    } else {
      counts.record(line, () => seriesLabels(line, pod, this.#pods))
    }
  }
}

function sinceFamily({ sinceMs }: Sidecar): MetricFamily {
  return {
    name: 'lab_counting_since_timestamp_seconds',
    type: 'gauge',
    samples: [{ suffix: '', labels: '', value: sinceMs / 1000 }],
  }
}
