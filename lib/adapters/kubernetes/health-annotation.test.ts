import { describe, expect, it } from 'vitest'
import { trimNamespace } from './namespace-record.ts'
import { trimService } from './to-service.ts'

const written = (annotations?: Record<string, unknown>) => ({
  metadata: { name: 'pay', ...(annotations && { annotations }) },
})

describe('the annotation exantas.dev/health', () => {
  it.each([
    ['Namespace', trimNamespace],
    ['Service', trimService],
  ])('of a %s is kept as written, and nothing else of its annotations', (_, trim) => {
    const trimmed = trim(written({ 'exantas.dev/health': 'failing=2%', secret: 'x' }))
    expect(trimmed).toMatchObject({ healthAnnotation: 'failing=2%' })
    expect(JSON.stringify(trimmed)).not.toContain('secret')
    expect(trim(written())).not.toHaveProperty('healthAnnotation')
    expect(trim(written({ 'exantas.dev/health': '' }))).not.toHaveProperty('healthAnnotation')
    expect(trim(written({ 'exantas.dev/health': 7 }))).not.toHaveProperty('healthAnnotation')
  })
})
