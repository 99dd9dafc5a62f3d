import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { LogLine, LogQuery, Logs } from './logs.ts'

export interface LogsFixture {
  logs: Logs
  cluster: string
  namespace: string
  /** A container that writes a line every few seconds at least, and has written a hundred. */
  pod: string
  container: string
  /** Whether this is not its first run. */
  hasRestarted: boolean
  /** The clock of the lines. */
  now(): number
  /** Lets the container go on writing; absent where it does by itself. */
  passTime?(): Promise<void>
  /** Somebody who may read no logs; absent where the adapter knows nobody apart. */
  nobody?: Logs
  stop?(): Promise<void>
}

/** The law of the port `Logs`, over any container that keeps writing. */
export function logsContract(title: string, make: () => Promise<LogsFixture>): void {
  describe(`Logs: ${title}`, () => {
    let fixture: LogsFixture

    beforeAll(async () => {
      fixture = await make()
    }, 120_000)
    afterAll(() => fixture?.stop?.())

    const query = (more: Partial<LogQuery> = {}): LogQuery => {
      const { cluster, namespace, pod, container } = fixture
      return { cluster, namespace, pod, container, ...more }
    }
    readLaws(() => fixture, query)
    followLaws(() => fixture, query)
    refusalLaws(() => fixture, query)
  })
}

type Ask = (more?: Partial<LogQuery>) => LogQuery

function readLaws(given: () => LogsFixture, query: Ask): void {
  it('gives lines in the order of their times, none from the future, none with a line break', async () => {
    const lines = await given().logs.read(query())
    expect(lines.length).toBeGreaterThan(50)
    const times = lines.map(({ at }) => at)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(times.at(-1)).toBeLessThanOrEqual(given().now() + 2)
    expect(times.at(-1)).toBeGreaterThan(given().now() - 120)
    expect(lines.filter(({ text }) => text === '' || /[\n\r]/.test(text) || text.length > 8_193)).toEqual([])
    expect(new Set(times.map((at) => at % 1)).size).toBeGreaterThan(10)
  })

  it('gives the newest lines when it may give only some', async () => {
    const { logs } = given()
    const before = await logs.read(query())
    const few = await logs.read(query({ tailLines: 3 }))
    expect(few).toHaveLength(3)
    expect(few.at(0)?.at).toBeGreaterThanOrEqual(before.at(-3)?.at ?? Number.NaN)
  })

  it('gives nothing older than it is asked for', async () => {
    const { logs, now } = given()
    const since = now()
    const lines = await logs.read(query({ sinceSeconds: 10 }))
    expect(lines.length).toBeGreaterThan(0)
    // The container's node may cut at whole seconds.
    expect(lines.filter(({ at }) => at < since - 11)).toEqual([])
  })

  it('keeps the newest lines within the bytes it may have', async () => {
    const { logs } = given()
    const limitBytes = 2_000
    const lines = await logs.read(query({ limitBytes }))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0)).toBeLessThanOrEqual(limitBytes)
    expect(lines.at(-1)?.at).toBeGreaterThan(given().now() - 120)
  })

  it('keeps the lines of the run before apart, and says so when there was none', async () => {
    const { logs, hasRestarted } = given()
    const before = logs.read(query({ previous: true }))
    if (!hasRestarted) {
      const params = { kind: 'Container', reason: 'no-previous-run' }
      await expect(before).rejects.toMatchObject({ code: 'not-found', params })
      return
    }
    const [first] = await logs.read(query({ tailLines: 10_000 }))
    expect((await before).length).toBeGreaterThan(0)
    expect((await before).at(-1)?.at).toBeLessThanOrEqual(first?.at ?? 0)
  })

  it('tells the same of the past whenever it is asked', async () => {
    const { logs } = given()
    const first = await logs.read(query({ tailLines: 20 }))
    await given().passTime?.()
    const later = await logs.read(query())
    const from = later.findIndex(({ at, text }) => at === first[0]?.at && text === first[0]?.text)
    expect(later.slice(from, from + first.length)).toEqual(first)
  })
}

function followLaws(given: () => LogsFixture, query: Ask): void {
  async function collect(lines: AsyncIterable<LogLine>, count: number): Promise<LogLine[]> {
    const seen: LogLine[] = []
    for await (const line of lines) {
      seen.push(line)
      if (seen.length === count) {
        break
      }
    }
    return seen
  }

  it('goes on from the last lines to those written since, without a gap', async () => {
    const { logs, passTime } = given()
    const [last] = await logs.read(query({ tailLines: 1 }))
    const collecting = collect(logs.follow(query({ tailLines: 5 })), 12)
    await vi.waitFor(async () => {
      await passTime?.()
      const { at = 0 } = (await logs.read(query({ tailLines: 8 })))[0] ?? {}
      expect(at).toBeGreaterThan(last?.at ?? 0)
    }, eventually)
    const seen = await collecting
    expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).sort((one, other) => one - other))
    const all = await logs.read(query())
    const from = all.findIndex(({ at, text }) => at === seen[0]?.at && text === seen[0]?.text)
    expect(all.slice(from, from + seen.length)).toEqual(seen)
  })

  it('ends with the reason of the caller who stopped', async () => {
    const stop = new AbortController()
    const reason = new Error('tab closed')
    const following = (async () => {
      for await (const line of given().logs.follow(query({ tailLines: 1 }), stop.signal)) {
        expect(line.text).not.toBe('')
        stop.abort(reason)
      }
    })()
    await expect(following).rejects.toBe(reason)
  })

  const eventually = { timeout: 60_000, interval: 20 }
}

function refusalLaws(given: () => LogsFixture, query: Ask): void {
  const everyWay = (wrong: Partial<LogQuery>, logs = given().logs): (() => Promise<unknown>)[] => [
    () => logs.read(query(wrong)),
    () => logs.follow(query(wrong))[Symbol.asyncIterator]().next(),
  ]

  it.each([
    ['a pod', { pod: 'no-such-pod' }, { kind: 'Pod', name: 'no-such-pod' }],
    ['a container', { container: 'no-such-container' }, { kind: 'Container', name: 'no-such-container' }],
    ['a namespace', { namespace: 'no-such-namespace' }, { kind: 'Pod' }],
    ['a cluster', { cluster: 'no-such-cluster' }, { reason: 'no-such-cluster' }],
  ])('says that %s is not there', async (_, wrong, params) => {
    for (const ask of everyWay(wrong)) {
      await expect(ask()).rejects.toMatchObject({ name: 'AppError', code: 'not-found', params })
    }
  })

  it.each([
    ['namespace', '../../nodes'],
    ['pod', '../secrets/x'],
    ['pod', 'a?container=b'],
    ['pod', ''],
    ['container', 'a&previous=true'],
    ['container', 'UPPER'],
  ])('refuses a %s of %j before it reaches a path', async (field, hostile) => {
    for (const ask of everyWay({ [field]: hostile })) {
      await expect(ask()).rejects.toMatchObject({ code: 'invalid', params: { reason: 'bad-name', field } })
    }
  })

  it.each([
    ['tailLines', 0],
    ['tailLines', 10_001],
    ['tailLines', 1.5],
    ['sinceSeconds', -1],
    ['sinceSeconds', Number.NaN],
    ['limitBytes', 0],
    ['limitBytes', 1e12],
  ])('refuses %s of %d', async (field, number) => {
    for (const ask of everyWay({ [field]: number })) {
      await expect(ask()).rejects.toMatchObject({ code: 'invalid', params: { reason: 'bad-number', field } })
    }
  })

  it('does nothing for a caller who has already left', async () => {
    const reason = new Error('tab closed')
    const left = AbortSignal.abort(reason)
    await expect(given().logs.read(query(), left)).rejects.toBe(reason)
    await expect(given().logs.follow(query(), left)[Symbol.asyncIterator]().next()).rejects.toBe(reason)
  })

  it('refuses who may not read logs, and names the right that is missing', async ({ skip }) => {
    const { nobody, namespace } = given()
    if (nobody === undefined) {
      return skip('the adapter knows nobody apart')
    }
    for (const ask of everyWay({}, nobody)) {
      const params = { verb: 'get', resource: 'pods/log', namespace }
      await expect(ask()).rejects.toMatchObject({ code: 'forbidden', params })
    }
  })
}
