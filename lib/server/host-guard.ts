import { AppError } from '../domain/errors.ts'
import type { Env } from './env.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i

/**
 * A server on loopback without sign-in answers only to loopback names, else any web page could read it by rebinding
 * its own name to 127.0.0.1; and it never answers a script of another site. `EXANTAS_ALLOWED_HOSTS` names further hosts,
 * for a proxy in front.
 */
export function checkHost(headers: Headers, env: Pick<Env, 'HOST' | 'EXANTAS_ALLOWED_HOSTS'>): void {
  const name = hostName(headers.get('host') ?? '')
  const isAllowed = loopback.test(name) || env.EXANTAS_ALLOWED_HOSTS?.some((allowed) => hostName(allowed) === name)
  if (loopback.test(env.HOST) && isAllowed !== true) {
    throw new AppError('forbidden', { what: `host “${name.slice(0, 100)}”, unless EXANTAS_ALLOWED_HOSTS names it` })
  }
  if (headers.get('sec-fetch-site') === 'cross-site' && headers.get('sec-fetch-mode') !== 'navigate') {
    throw new AppError('forbidden', { what: 'a request from another site' })
  }
}

/**
 * What changes something is asked by the console's own pages, or by a program: a browser names the page it acts for
 * (`Origin`, `Sec-Fetch-Site`), and that must be one of this server's.
 */
export function checkOrigin(headers: Headers): void {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  const isOwnSite = site === null || site === 'same-origin' || site === 'none'
  const isOwnOrigin = origin === null || hostOf(origin) === headers.get('host')?.toLowerCase()
  if (!isOwnSite || !isOwnOrigin) {
    throw new AppError('forbidden', { what: 'a request from another site', reason: 'other-origin' })
  }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}
