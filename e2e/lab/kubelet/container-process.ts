import { type ChildProcess, spawn } from 'node:child_process'
import { containerMark, endProcesses, processesOfPods } from './leftovers.ts'

interface ProcessPlan {
  command: string[]
  env: Record<string, string>
  uid: number
  cwd: string
  /** Absent: the host's network. */
  namespace?: string
  mark: string
  onOutput(chunk: Buffer): void
}

export interface ContainerProcess {
  readonly pid: number
  /** The exit code as a container runtime gives it: 128 and the signal's number when a signal ended it. */
  readonly ended: Promise<number>
  terminate(): void
  kill(): void
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = {
  SIGINT: 2,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
}

/** Starts a container's process as its user in its network; rejects when there is no such program. */
export async function startProcess(plan: ProcessPlan): Promise<ContainerProcess> {
  const [program = '', ...args] = wrapped(plan)
  const { PATH = '', NODE_ENV } = process.env
  const child = spawn(program, args, {
    cwd: plan.cwd,
    env: { PATH, NODE_ENV, ...plan.env, [containerMark]: plan.mark },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  child.stdout.on('data', plan.onOutput)
  child.stderr.on('data', plan.onOutput)
  const ended = exitOf(child).then((code) => {
    // The rest of a container goes with its first process.
    endProcesses(() => processesOfPods(plan.mark))
    return code
  })
  const pid = await spawned(child)
  return {
    pid,
    ended,
    terminate: () => child.kill('SIGTERM'),
    kill: () => endProcesses(() => processesOfPods(plan.mark)),
  }
}

/** Runs a hook's command to its end, for at most `timeoutMs`. */
export async function runHook(plan: ProcessPlan, timeoutMs: number): Promise<void> {
  const hook = await startProcess({ ...plan, mark: `${plan.mark}#hook` })
  const timer = setTimeout(() => hook.kill(), timeoutMs)
  await hook.ended
  clearTimeout(timer)
}

function wrapped({ command, uid, namespace }: ProcessPlan): string[] {
  const asUser = uid === 0 ? [] : ['setpriv', '--reuid', `${uid}`, '--regid', `${uid}`, '--clear-groups', '--']
  const inNamespace = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace]
  return [...inNamespace, ...asUser, ...command]
}

function spawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => resolve(child.pid ?? 0))
  })
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signalNumbers[signal ?? 'SIGKILL'] ?? 0)))
  })
}
