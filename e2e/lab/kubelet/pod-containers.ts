import { existsSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { lab } from '../settings.ts'
import { runHook, startProcess } from './container-process.ts'
import { commandLine, containerProgram, installed } from './container-program.ts'
import type { ContainerRecord } from './container-record.ts'
import { ContainerRunner } from './container-runner.ts'
import { followFile } from './follow-file.ts'
import { markOf } from './leftovers.ts'
import type { Container, KeyRef, Pod, RestartPolicy } from './pod.ts'
import { type KeyedData, logFolder, makeProxyFolders, mountVolumes, podFolder, readData } from './pod-folder.ts'
import { expand, resolveEnv } from './resolve-env.ts'

interface PodPlace {
  pod: Pod
  podIp: string
  /** Absent: the host's network. */
  namespace?: string
}

/** A runner for one container of a pod, with the program, environment, volumes and user that its definition means. */
export function runnerOf(
  place: PodPlace,
  record: ContainerRecord,
  restartPolicy: RestartPolicy,
  onChange: () => void,
): ContainerRunner {
  const { pod, podIp } = place
  const { spec } = record
  const program = containerProgram(spec)
  const runner: ContainerRunner = new ContainerRunner({
    record,
    restartPolicy,
    podIp,
    podName: `${pod.metadata.name}_${pod.metadata.namespace}`,
    logFolder: join(logFolder(pod.metadata), spec.name),
    launch:
      program === undefined
        ? undefined
        : async (onOutput) => {
            const plan = await processPlan(place, spec)
            const stopFollowing =
              program.kind === 'proxy' ? followAccessLog(pod, (lines) => runner.log?.append(lines)) : () => undefined
            const process = await startProcess({ ...plan, onOutput })
            void process.ended.then(stopFollowing)
            return process
          },
    onChange,
  })
  return runner
}

/** Envoy writes its text access log into a file, which an earlier run may have left. */
function followAccessLog(pod: Pod, onLines: (lines: string[]) => void): () => void {
  const file = join(podFolder(pod.metadata), 'var/log/istio/stdout.log')
  if (existsSync(file)) {
    truncateSync(file)
  }
  return followFile(file, onLines)
}

/** Runs what a container wants to be run before it is asked to end, for at most `timeoutMs`. */
export async function runStopHook(place: PodPlace, runner: ContainerRunner, timeoutMs: number): Promise<void> {
  const { record } = runner
  const [program, ...args] = record.spec.lifecycle?.preStop?.exec?.command ?? []
  if (program === undefined || record.state.running === undefined) {
    return
  }
  const plan = await processPlan(place, record.spec)
  const onOutput = (chunk: Buffer) => runner.log?.write(chunk)
  await runHook({ ...plan, command: [installed(program), ...args], onOutput }, timeoutMs)
}

async function processPlan({ pod, podIp, namespace }: PodPlace, container: Container) {
  const program = containerProgram(container)
  if (program === undefined) {
    throw new Error(`the lab has no image ${container.image}`)
  }
  const addresses = { podIp, hostIp: lab.gatewayIp }
  const uid = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? program.uid
  await mountVolumes(pod, container, uid, addresses)
  if (program.kind === 'proxy') {
    makeProxyFolders(pod, uid)
  }
  const lookUp = await readReferences(pod, container)
  const cwd = podFolder(pod.metadata)
  const env = {
    HOME: cwd,
    HOSTNAME: pod.metadata.name,
    ...(program.kind === 'application' ? { BEHAVIOUR_FILE: join(cwd, 'behaviour.json') } : {}),
    ...resolveEnv(pod, container, { ...addresses, lookUp }),
  }
  const expanded = (texts: string[] = []) => texts.map((text) => expand(text, env))
  return {
    command: commandLine(program, expanded(container.command), expanded(container.args)),
    env,
    uid,
    cwd,
    mark: markOf(pod.metadata, container.name),
    ...(namespace === undefined ? {} : { namespace }),
  }
}

/** Reads every ConfigMap and Secret that the environment refers to, and answers how to look their values up. */
async function readReferences(pod: Pod, container: Container) {
  const read = new Map<string, KeyedData | undefined>()
  for (const { valueFrom } of container.env ?? []) {
    for (const kind of ['configMap', 'secret'] as const) {
      const reference = valueFrom?.[`${kind}KeyRef`]
      if (reference !== undefined) {
        read.set(`${kind}/${reference.name}`, await readData(pod.metadata.namespace, kind, reference))
      }
    }
  }
  return (kind: 'configMap' | 'secret', { name, key }: KeyRef): string | undefined => {
    const text = read.get(`${kind}/${name}`)?.data?.[key]
    return kind === 'secret' && text !== undefined ? Buffer.from(text, 'base64').toString('utf8') : text
  }
}
