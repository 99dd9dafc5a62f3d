import { spawnSync } from 'node:child_process'
import { ensureUp } from '../host-processes.ts'
import { programs } from '../programs.ts'
import { lab } from '../settings.ts'

/** kubectl as the lab's administrator, with this terminal; ends as kubectl ends. */
export async function askKubectl(args: string[]): Promise<void> {
  ensureUp()
  const env = { ...process.env, KUBECONFIG: lab.kubeconfig }
  process.exitCode = spawnSync(programs.kubectl, args, { stdio: 'inherit', env }).status ?? 1
}
