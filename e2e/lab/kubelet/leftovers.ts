import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { LabFailure } from '../say.ts'
import { lab } from '../settings.ts'

/** Every process of a pod carries this variable, by which it is found when its kubelet is gone. */
export const containerMark = 'EXANTAS_LAB_CONTAINER'

/** The mark of a container's processes. */
export function markOf({ namespace, name }: { namespace: string; name: string }, container = ''): string {
  return `${lab.state}:${namespace}/${name}/${container}`
}

/** Processes of this lab's pods, or of the one container whose mark is given. */
export function processesOfPods(mark = `${lab.state}:`): number[] {
  const isWhole = !mark.endsWith(':')
  const wanted = `${containerMark}=${mark}`
  return allProcesses().filter((pid) =>
    environmentOf(pid).some((one) => (isWhole ? one === wanted : one.startsWith(wanted))),
  )
}

/** Two labs would share the bridge and the names of their network namespaces: what one ends may be the other's. */
export function ensureOnlyLab(): void {
  const marks = allProcesses()
    .flatMap(environmentOf)
    .filter((one) => one.startsWith(`${containerMark}=`))
  const states = marks.map((one) => one.slice(containerMark.length + 1, one.lastIndexOf(':')))
  const other = states.find((state) => state !== lab.state)
  if (other !== undefined) {
    throw new LabFailure(`Another lab runs: EXANTAS_LAB_STATE=${other} npm run lab -- down ends it.`)
  }
}

export function processesOfNamespace(name: string): number[] {
  const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' })
  return stdout.split('\n').filter(Boolean).map(Number)
}

/** Ends by force what `find` answers, until it answers nothing; gives up after two seconds. */
export function endProcesses(find: () => number[]): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let round = 0; round < 100; round++) {
    const pids = find().filter((pid) => pid !== process.pid)
    if (pids.length === 0) {
      return
    }
    for (const pid of pids) {
      endNow(pid)
    }
    Atomics.wait(pause, 0, 0, 20)
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}
