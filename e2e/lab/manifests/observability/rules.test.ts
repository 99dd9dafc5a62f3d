import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

function promtool(...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd: import.meta.dirname, encoding: 'utf8' })
  return { code: status, said: error?.message ?? stdout + stderr }
}

describe('the configuration of Prometheus', () => {
  it('is valid', () => {
    expect(promtool('check', 'config', 'prometheus.yml')).toMatchObject({ code: 0 })
  })

  it('records and alerts what the samples expect', () => {
    expect(promtool('test', 'rules', 'rules-samples.yml')).toEqual({
      code: 0,
      said: expect.stringContaining('SUCCESS'),
    })
  })
})
