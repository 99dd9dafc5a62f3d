import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LabFailure } from './say.ts'
import { lab } from './settings.ts'
import { until } from './until.ts'

interface HostProcess {
  name: string
  program: string
  args: string[]
  /** The whole environment; PATH is added. */
  env?: Record<string, string>
  cwd?: string
}

/** Starts a process that outlives this one, with its log in the state folder; leaves one that is already running alone. */
export function startHostProcess({ name, program, args, env = {}, cwd = lab.state }: HostProcess): void {
  if (hostProcessId(name) !== undefined) {
    return
  }
  mkdirSync(lab.run, { recursive: true })
  mkdirSync(lab.logs, { recursive: true })
  const log = openSync(join(lab.logs, `${name}.log`), 'a')
  const { PATH = '' } = process.env
  const child = spawn(program, args, {
    cwd,
    env: { PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  child.unref()
  // Told below; without a listener it would end this process.
  child.on('error', () => undefined)
  if (child.pid === undefined) {
    throw new LabFailure(`${program} could not be started.`)
  }
  writeFileSync(pidFile(name), `${child.pid} ${startTicks(child.pid)}\n`)
}

/** The process as it was started, not another that got its number since. */
export function hostProcessId(name: string): number | undefined {
  try {
    const [pid = 0, ticks = 0] = readFileSync(pidFile(name), 'utf8').split(' ').map(Number)
    return startTicks(pid) === ticks ? pid : undefined
  } catch {
    return undefined
  }
}

/** Asks it to end, waits, and ends it by force after `graceSeconds`. */
export async function stopHostProcess(name: string, graceSeconds = 10): Promise<void> {
  const pid = hostProcessId(name)
  if (pid !== undefined) {
    signal(pid, 'SIGTERM')
    const isGone = () => hostProcessId(name) === undefined
    await until(`${name} has ended`, isGone, { seconds: graceSeconds, everyMs: 50 }).catch(async () => {
      signal(pid, 'SIGKILL')
      await until(`${name} has ended`, isGone, { seconds: 5, everyMs: 50 })
    })
  }
  rmSync(pidFile(name), { force: true })
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself.
  }
}

function pidFile(name: string): string {
  return join(lab.run, `${name}.pid`)
}

/** When the process started, in clock ticks since boot (proc(5), field 22); throws when there is none. A zombie counts as none. */
function startTicks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z') {
    throw new Error(`${pid} has ended`)
  }
  return Number(fields[19])
}
