import { programs } from './programs.ts'
import { runProgram } from './run-program.ts'
import { lab } from './settings.ts'

interface KubectlOptions {
  /** Written to its input, for `-f -`. */
  input?: string
  /** Whose kubeconfig; absent: the administrator's. */
  kubeconfig?: string
}

/** kubectl against the lab, as the administrator unless told otherwise; resolves with what it printed. */
export function kubectl(args: string[], { input, kubeconfig = lab.kubeconfig }: KubectlOptions = {}): Promise<string> {
  return runProgram(programs.kubectl, args, {
    env: { KUBECONFIG: kubeconfig },
    ...(input === undefined ? {} : { input }),
  })
}

/** Applies objects or manifest text. */
export async function apply(manifest: string | object): Promise<void> {
  const input = typeof manifest === 'string' ? manifest : JSON.stringify(manifest)
  await kubectl(['apply', '--server-side', '--force-conflicts', '--field-manager=exantas-lab', '-f', '-'], { input })
}

/** One object or list as JSON. */
export async function getJson<T>(args: string[]): Promise<T> {
  return JSON.parse(await kubectl(['get', ...args, '-o', 'json'])) as T
}
