import { expect, test, vi } from 'vitest'
import { AppError } from './errors.ts'

test('a failure is recognised although another copy of the module made it', async () => {
  vi.resetModules()
  const copy = await import('./errors.ts')
  expect(copy.AppError).not.toBe(AppError)
  expect(new copy.AppError('timeout')).toBeInstanceOf(AppError)
  expect(new Error('timeout')).not.toBeInstanceOf(AppError)
})
