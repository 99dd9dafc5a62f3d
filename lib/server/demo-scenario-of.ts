import 'server-only'
import { AppError } from '../domain/errors.ts'
import type { Container } from './container.ts'

/** The control of what goes wrong in the demo; `not-found` on a real cluster. */
export function demoScenarioOf({ scenario }: Container): NonNullable<Container['scenario']> {
  if (scenario === undefined) {
    throw new AppError('not-found', { what: 'the demo mesh' })
  }
  return scenario
}
