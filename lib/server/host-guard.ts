import { AppError } from '../domain/errors.ts'
import type { Env } from './env.ts'

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * A server on loopback without sign-in answers only to loopback names, else any web page could read it by rebinding
 * its own name to 127.0.0.1. `EXANTAS_ALLOWED_HOSTS` names further ones, for a proxy in front.
 */
export function checkHost(host: string | null, env: Pick<Env, 'HOST' | 'EXANTAS_ALLOWED_HOSTS'>): void {
  const isLoopbackOnly = loopback.has(env.HOST) || env.HOST === '::1'
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase()
  if (isLoopbackOnly && !loopback.has(name) && !env.EXANTAS_ALLOWED_HOSTS?.includes(name)) {
    throw new AppError('forbidden', { what: `host ${name.slice(0, 100)}` })
  }
}
