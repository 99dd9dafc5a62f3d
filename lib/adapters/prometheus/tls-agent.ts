import { readFileSync, statSync } from 'node:fs'
import { Agent } from 'node:https'

/** Paths of PEM files. With `caFile` its authorities alone are trusted. */
export interface TlsFiles {
  caFile?: string | undefined
  certFile?: string | undefined
  keyFile?: string | undefined
}

const lookAgainMs = 60_000

/**
 * The agent for secure connections. Throws when a file cannot be read; later, certificates that are renewed on disk are
 * taken up within a minute, and ones that vanish leave the last agent in use.
 */
export function tlsAgent({ caFile, certFile, keyFile }: TlsFiles): () => Agent {
  const paths = [caFile, certFile, keyFile].filter((path) => path !== undefined)
  const changedAt = () => paths.map((path) => statSync(path).mtimeMs).join()
  const make = () =>
    new Agent({
      keepAlive: true,
      ...(caFile !== undefined && { ca: readFileSync(caFile) }),
      ...(certFile !== undefined && { cert: readFileSync(certFile) }),
      ...(keyFile !== undefined && { key: readFileSync(keyFile) }),
    })
  let agent = make()
  let version = changedAt()
  let lookedAtMs = performance.now()

  function renew(): void {
    lookedAtMs = performance.now()
    try {
      const now = changedAt()
      if (now !== version) {
        agent = make()
        version = now
      }
    } catch {
      // Half a renewal: the next look finds it whole.
    }
  }

  return () => {
    if (paths.length > 0 && performance.now() - lookedAtMs > lookAgainMs) {
      renew()
    }
    return agent
  }
}
