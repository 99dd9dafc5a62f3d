import { spawn } from 'node:child_process'
import { programs } from '../../programs.ts'
import { lab } from '../../settings.ts'

export interface FollowedLog {
  /** Everything received so far. */
  text(): string
  stop(): void
}

/** `kubectl logs --follow`, read as it comes. */
export function followLog(args: string[]): FollowedLog {
  const child = spawn(programs.kubectl, ['logs', '--follow', ...args], {
    env: { ...process.env, KUBECONFIG: lab.kubeconfig },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return { text: () => text, stop: () => child.kill('SIGTERM') }
}
