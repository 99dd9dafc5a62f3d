import 'server-only'
import { AppError, type ErrorParams } from '../domain/errors.ts'
import { container } from './container.ts'
import { mendAddresses } from './sound-addresses.ts'

/** What to do about settings that only prove wrong when they are used, by `params.reason`. */
const remedies: Record<string, (params: ErrorParams) => string> = {
  'kubeconfig-unreadable': () => 'KUBECONFIG names no file that can be read as a kubeconfig.',
  'no-such-context': ({ context }) =>
    `the kubeconfig has no usable context “${String(context)}”; set EXANTAS_KUBE_CONTEXTS or the current context.`,
  'plain-http': ({ context }) =>
    `the kubeconfig's context “${String(context)}” speaks plain http; use https, or say insecure-skip-tls-verify.`,
}

/** Builds the container when the process starts; settings that cannot work end it with one sentence instead of failing each request. */
export function startContainer(): void {
  mendAddresses()
  try {
    container().keeper.start()
  } catch (error) {
    process.stderr.write(`Exantas cannot start: ${sentenceOf(error)}\n`)
    process.exit(2)
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof AppError)) {
    return error instanceof Error ? error.message : String(error)
  }
  const remedy = remedies[String(error.params.reason)]
  return remedy === undefined ? error.message : remedy(error.params)
}
