import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { describe, expect, it, vi } from 'vitest'
import { ask, behaviourFile, listening, patience, start } from './workload-trial.ts'

describe('a batch client', () => {
  it('calls by itself at the rate of its environment or its behaviour, and serves its health', async () => {
    let calls = 0
    const callee = await listening(
      createServer((_, response) => {
        calls++
        response.end()
      }),
    )
    const file = behaviourFile({ rate: 0 })
    const { healthPort } = await start({
      RATE: '100',
      CALLS: `POST http://127.0.0.1:${callee}/settlements 1`,
      BEHAVIOUR_FILE: file,
    })
    expect((await ask(healthPort, '/healthz')).code).toBe(200)
    expect(calls).toBe(0)
    rmSync(file)
    await vi.waitFor(() => expect(calls).toBeGreaterThan(5), patience)
  })
})
