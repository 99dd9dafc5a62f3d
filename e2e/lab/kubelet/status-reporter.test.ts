import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiFailure, askApiServer } from './api-server.ts'
import type { PodStatus } from './pod.ts'
import { statusReporter } from './status-reporter.ts'

vi.mock('./api-server.ts', async (original) => ({
  ...(await original<typeof import('./api-server.ts')>()),
  askApiServer: vi.fn(),
}))

const metadata = { namespace: 'shop', name: 'web', uid: 'u1' }
const status = (phase: string): PodStatus => ({ phase })
const sent = () => vi.mocked(askApiServer).mock.calls.map(([, , body]) => (body as { status: PodStatus }).status.phase)

beforeEach(() => {
  vi.useFakeTimers()
  vi.mocked(askApiServer).mockReset().mockResolvedValue({})
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('reporting a pod’s status', () => {
  test('sends each status once, for the pod of that uid only', async () => {
    const reporter = statusReporter(metadata, undefined)
    reporter.report(status('Pending'))
    reporter.report(status('Running'))
    reporter.report(status('Running'))
    await reporter.settled()
    expect(sent()).toEqual(['Running'])
    expect(vi.mocked(askApiServer).mock.calls[0]).toEqual([
      'PATCH',
      '/api/v1/namespaces/shop/pods/web/status',
      { metadata: { uid: 'u1' }, status: status('Running') },
    ])
  })

  test('goes on until the API server has the newest', async () => {
    vi.mocked(askApiServer).mockRejectedValueOnce(new Error('connection refused'))
    const reporter = statusReporter(metadata, undefined)
    reporter.report(status('Pending'))
    await vi.advanceTimersByTimeAsync(500)
    reporter.report(status('Running'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sent()).toEqual(['Pending', 'Running'])
  })

  test('gives up on a pod that is gone or is another by now', async () => {
    for (const code of [404, 409]) {
      vi.mocked(askApiServer).mockReset().mockRejectedValue(new ApiFailure(code, 'no'))
      const reporter = statusReporter(metadata, undefined)
      reporter.report(status('Running'))
      await vi.advanceTimersByTimeAsync(10_000)
      expect(sent()).toEqual(['Running'])
    }
  })
})
