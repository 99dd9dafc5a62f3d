import { objectName } from '../domain/changes/change-scene.ts'
import { AppError } from '../domain/errors.ts'
import type { WriteQueueState } from '../domain/follow-up/write-queue-state.ts'
import { type ObjectReference, referenceTo } from '../domain/mesh/kubernetes-object.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cluster, WriteTurn } from '../ports/cluster.ts'
import type { WriteQueue } from '../ports/write-queue.ts'

export interface WritePace {
  perSecond: number
  /** So many at once after a pause. */
  burst: number
  /** Between two writes of one object. */
  objectPauseSeconds: number
}

interface Entry {
  object: string
  turn: WriteTurn
  /** The version it replaces: two edits with the same one come from the same preview. */
  version: string | undefined
  attempts: number
  run(): Promise<void>
  fail(error: unknown): void
}

const mostAttempts = 5
const usualPauseSeconds = 1

/** One line of writes before one API server; istiod pushes the mesh for each. */
class Line {
  pausedUntil = 0
  readonly writing = new Set<string>()
  waiting: Entry[] = []
  private readonly clock: Clock
  private readonly pace: WritePace
  private readonly lastWrites = new Map<string, number>()
  private tokens: number
  private filledAt: number
  private alarm: AbortController | undefined

  constructor(clock: Clock, pace: WritePace) {
    this.clock = clock
    this.pace = pace
    this.tokens = pace.burst
    this.filledAt = clock.now()
  }

  add(entry: Entry): void {
    const { waiting } = this
    const older = waiting.findIndex((other) => replaces(entry, other))
    const [replaced] = older === -1 ? [] : waiting.splice(older, 1, entry)
    if (replaced === undefined) {
      waiting.push(entry)
    }
    replaced?.fail(new AppError('conflict', { what: entry.object, reason: 'superseded', object: entry.object }))
    this.advance()
  }

  /** Starts everything that may be written now, and wakes up when the next may. */
  private advance(): void {
    this.alarm?.abort()
    this.refill()
    for (;;) {
      const next = this.inOrder().find((entry) => this.secondsUntil(entry) <= 0)
      if (next === undefined) {
        break
      }
      this.waiting = this.waiting.filter((entry) => entry !== next)
      void this.start(next)
    }
    const soonest = Math.min(...this.waiting.map((entry) => this.secondsUntil(entry)))
    if (Number.isFinite(soonest)) {
      const alarm = new AbortController()
      this.alarm = alarm
      this.clock.sleep(Math.max(0.001, soonest), alarm.signal).then(
        () => this.advance(),
        () => undefined,
      )
    }
  }

  private inOrder(): Entry[] {
    const isUndo = ({ turn }: Entry) => turn.lane === 'undo'
    return [...this.waiting.filter(isUndo), ...this.waiting.filter((entry) => !isUndo(entry))]
  }

  /** What takes something back waits for nobody but the API server and a write of the same object under way. */
  private secondsUntil({ object, turn }: Entry): number {
    const now = this.clock.now()
    if (this.writing.has(object)) {
      return Number.POSITIVE_INFINITY
    }
    const pause = this.pausedUntil - now
    if (turn.lane === 'undo') {
      return pause
    }
    const objectPause = (this.lastWrites.get(object) ?? Number.NEGATIVE_INFINITY) + this.pace.objectPauseSeconds - now
    return Math.max(pause, objectPause, (1 - this.tokens) / this.pace.perSecond)
  }

  private async start(entry: Entry): Promise<void> {
    this.tokens -= 1
    this.writing.add(entry.object)
    entry.attempts += 1
    try {
      await entry.run()
    } catch (error) {
      const pause = pauseAskedFor(error)
      if (pause === undefined || entry.attempts >= mostAttempts) {
        entry.fail(error)
      } else {
        this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + pause)
        this.waiting = [entry, ...this.waiting]
      }
    } finally {
      this.writing.delete(entry.object)
      this.remember(entry.object)
      this.advance()
    }
  }

  private remember(object: string): void {
    const now = this.clock.now()
    this.lastWrites.set(object, now)
    for (const [name, at] of this.lastWrites) {
      if (now - at > this.pace.objectPauseSeconds) {
        this.lastWrites.delete(name)
      }
    }
  }

  private refill(): void {
    const now = this.clock.now()
    const { burst, perSecond } = this.pace
    this.tokens = Math.min(burst, this.tokens + (now - this.filledAt) * perSecond)
    this.filledAt = now
  }
}

/** The last value wins only among waiting edits that one person made from one preview. */
function replaces(entry: Entry, other: Entry): boolean {
  return (
    entry.turn.lane === 'edit' &&
    other.turn.lane === 'edit' &&
    other.attempts === 0 &&
    entry.object === other.object &&
    entry.turn.by === other.turn.by &&
    entry.version !== undefined &&
    entry.version === other.version
  )
}

/** Seconds until the write may be tried again; undefined where trying again would not help, or could do it twice. */
function pauseAskedFor(error: unknown): number | undefined {
  if (!(error instanceof AppError) || error.params.outcome !== undefined) {
    return undefined
  }
  const { retryAfterSeconds, reason } = error.params
  if (typeof retryAfterSeconds === 'number') {
    return retryAfterSeconds
  }
  return reason === 'too-many-requests' ? usualPauseSeconds : undefined
}

/**
 * A cluster whose writes wait their turn, so that nobody makes istiod push faster than proxies follow: a token bucket, a
 * pause between two writes of one object, and a lane of its own for what takes something back, which goes at once. Asked
 * to slow down (429, Retry-After) it pauses and tries again; a write whose outcome nobody knows is never repeated. Dry
 * runs and reads do not wait.
 */
export function queuedWrites(
  cluster: Cluster,
  clock: Clock,
  pace: WritePace,
): { cluster: Cluster; writes: WriteQueue } {
  const lines = new Map<string, Line>()
  const lineOf = (id: string) => {
    const line = lines.get(id) ?? new Line(clock, pace)
    lines.set(id, line)
    return line
  }

  function inTurn<Value>(
    reference: ObjectReference,
    version: string | undefined,
    turn: WriteTurn = { by: '', lane: 'edit' },
    write: () => Promise<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>()
    const run = async () => {
      signal?.throwIfAborted()
      resolve(await write())
    }
    const entry: Entry = { object: objectName(reference), turn, version, attempts: 0, run, fail: reject }
    lineOf(reference.cluster).add(entry)
    return promise
  }

  const queued: Cluster = {
    ...cluster,
    create: (id, object, options, signal) => {
      const write = () => cluster.create(id, object, options, signal)
      return options.dryRun ? write() : inTurn(referenceTo(id, object), 'none', options.turn, write, signal)
    },
    replace: (id, object, options, signal) => {
      const write = () => cluster.replace(id, object, options, signal)
      const { resourceVersion } = object.metadata
      return options.dryRun ? write() : inTurn(referenceTo(id, object), resourceVersion, options.turn, write, signal)
    },
    remove: (reference, options, signal) => {
      const write = () => cluster.remove(reference, options, signal)
      return options.dryRun ? write() : inTurn(reference, options.resourceVersion, options.turn, write, signal)
    },
  }
  return { cluster: queued, writes: { state: () => stateOf([...lines.values()], clock.now()) } }
}

function stateOf(lines: readonly Line[], now: number): WriteQueueState {
  const waiting = lines.flatMap((line) => line.waiting)
  const pausedSeconds = Math.max(0, ...lines.map(({ pausedUntil }) => pausedUntil - now))
  return {
    waiting: waiting.length,
    waitingUndo: waiting.filter(({ turn }) => turn.lane === 'undo').length,
    writing: lines.reduce((sum, { writing }) => sum + writing.size, 0),
    ...(pausedSeconds > 0 && { pausedSeconds: Math.ceil(pausedSeconds * 10) / 10 }),
  }
}
