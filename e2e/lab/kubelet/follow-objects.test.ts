import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiFailure, askApiServer, type WatchEvent, watchApiServer } from './api-server.ts'
import { followObjects } from './follow-objects.ts'

vi.mock('./api-server.ts', async (original) => ({
  ...(await original<typeof import('./api-server.ts')>()),
  askApiServer: vi.fn(),
  watchApiServer: vi.fn(),
}))

const list = (version: string, ...uids: string[]) => ({
  metadata: { resourceVersion: version },
  items: uids.map((uid) => ({ metadata: { uid } })),
})
const event = (type: WatchEvent['type'], uid: string, resourceVersion: string): WatchEvent => ({
  type,
  object: { metadata: { uid, resourceVersion } },
})
const gone: WatchEvent = { type: 'ERROR', object: { code: 410, metadata: { uid: '', resourceVersion: '' } } }

/** Each watch gives its events and ends; the last one never ends. */
function script(lists: ReturnType<typeof list>[], watches: (WatchEvent[] | ApiFailure)[]): string[] {
  const asked: string[] = []
  vi.mocked(askApiServer).mockImplementation(async (_method, path) => {
    asked.push(`list ${path}`)
    return lists.shift()
  })
  vi.mocked(watchApiServer).mockImplementation(async function* (path, signal) {
    asked.push(`watch from ${new URLSearchParams(path.split('?')[1]).get('resourceVersion')}`)
    const events = watches.shift()
    if (events instanceof ApiFailure) {
      throw events
    }
    yield* events ?? []
    signal.throwIfAborted()
    if (watches.length === 0) {
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
  })
  return asked
}

async function follow(isEnough: (heard: string[]) => boolean): Promise<string[]> {
  const stop = new AbortController()
  const heard: string[] = []
  const hear = (what: string) => {
    heard.push(what)
    if (isEnough(heard)) {
      stop.abort()
    }
  }
  const done = followObjects(
    '/api/v1/pods',
    {
      onObject: ({ metadata }) => hear(metadata.uid),
      onGone: (uid) => hear(`-${uid}`),
      onSynced: () => hear('synced'),
    },
    stop.signal,
  )
  await vi.advanceTimersByTimeAsync(5_000)
  await done
  return heard
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('following a collection', () => {
  test('lists it, hears what changes, and resumes a broken watch where it was', async () => {
    const asked = script(
      [list('10', 'a')],
      [[event('ADDED', 'b', '11'), event('BOOKMARK', '', '15')], [event('DELETED', 'a', '16')]],
    )
    expect(await follow((heard) => heard.includes('-a'))).toEqual(['a', 'synced', 'b', '-a'])
    expect(asked).toEqual(['list /api/v1/pods', 'watch from 10', 'watch from 15'])
  })

  test('lists again when the version is too old, and tells what went meanwhile', async () => {
    const asked = script([list('10', 'a', 'b'), list('30', 'b')], [[gone], [event('ADDED', 'c', '31')]])
    expect(await follow((heard) => heard.includes('c'))).toEqual(['a', 'b', 'synced', '-a', 'b', 'synced', 'c'])
    expect(asked.filter((one) => one.startsWith('watch'))).toEqual(['watch from 10', 'watch from 30'])
  })

  test('survives an API server that refuses a watch for a while', async () => {
    const asked = script([list('10', 'a')], [new ApiFailure(500, 'down'), [event('ADDED', 'b', '11')]])
    expect(await follow((heard) => heard.includes('b'))).toEqual(['a', 'synced', 'b'])
    expect(asked.filter((one) => one.startsWith('list'))).toHaveLength(1)
  })
})
