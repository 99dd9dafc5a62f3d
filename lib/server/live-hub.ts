import { AppError } from '../domain/errors.ts'
import { applyPatch } from '../domain/graph/apply-patch.ts'
import type { GraphSnapshot } from '../domain/graph/snapshot.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { GraphEvent } from '../usecases/watch-graph.ts'
import { problemOf } from './problem.ts'

const graceSeconds = 10
/** A subscriber this far behind gets a fresh snapshot instead of the patches it missed. */
const queueLimit = 4
/** Every topic asks Prometheus on its own; every stream holds a socket. */
const mostTopics = 50
const mostSubscribers = 500

/** An event as it goes over the wire; all streams send the same bytes. */
type Frame = Uint8Array

/** One running generator shared by every stream that asks the same question; frames are encoded once. */
class Topic {
  readonly subscribers = new Set<Subscriber>()
  readonly abort = new AbortController()
  problem: Frame | undefined
  private latest: { seq: number; snapshot: GraphSnapshot } | undefined
  private latestFrame: Frame | undefined

  snapshotFrame(): Frame | undefined {
    if (this.latest !== undefined) {
      this.latestFrame ??= frame('snapshot', this.latest)
    }
    return this.latestFrame
  }

  take(event: GraphEvent): void {
    const encoded = this.encode(event)
    for (const subscriber of this.subscribers) {
      subscriber.push(encoded)
    }
  }

  private encode(event: GraphEvent): Frame {
    if (event.kind === 'problem') {
      this.problem = frame('problem', problemOf(event.error))
      return this.problem
    }
    this.problem = undefined
    this.latestFrame = undefined
    if (event.kind === 'snapshot') {
      this.latest = { seq: event.seq, snapshot: event.snapshot }
      this.latestFrame = frame('snapshot', this.latest)
      return this.latestFrame
    }
    if (this.latest !== undefined) {
      this.latest = { seq: event.to, snapshot: applyPatch(this.latest.snapshot, event.patch) }
    }
    return frame('patch', { from: event.from, to: event.to, patch: event.patch })
  }
}

class Subscriber {
  private queue: Frame[] = []
  private wake: (() => void) | undefined
  private isClosed = false
  private readonly topic: Topic

  constructor(topic: Topic) {
    this.topic = topic
    this.queue = [topic.snapshotFrame(), topic.problem].filter((item) => item !== undefined)
  }

  push(encoded: Frame): void {
    this.queue.push(encoded)
    if (this.queue.length > queueLimit) {
      this.queue = [this.topic.snapshotFrame() ?? encoded, this.topic.problem].filter((item) => item !== undefined)
    }
    this.wake?.()
  }

  close(): void {
    this.isClosed = true
    this.wake?.()
  }

  /** The next frame, or undefined when the stream is over. */
  async next(): Promise<Frame | undefined> {
    while (this.queue.length === 0 && !this.isClosed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    return this.isClosed ? undefined : this.queue.shift()
  }
}

export interface LiveSubscription {
  /** The next event's bytes, or undefined when the stream is over. */
  next(): Promise<Frame | undefined>
  close(): void
}

/** Runs one `watchGraph` per question for all streams that ask it, and ends it a while after the last one left. */
export class LiveHub {
  private readonly topics = new Map<string, Topic>()
  private readonly clock: Clock
  private readonly log: Log
  private isClosed = false

  constructor(clock: Clock, log: Log) {
    this.clock = clock
    this.log = log
  }

  get subscribers(): number {
    let count = 0
    for (const topic of this.topics.values()) {
      count += topic.subscribers.size
    }
    return count
  }

  /** Throws `unavailable` when there are too many streams or the server is stopping. */
  subscribe(key: string, watch: (signal: AbortSignal) => AsyncIterable<GraphEvent>): LiveSubscription {
    if (this.topics.size >= mostTopics && !this.topics.has(key)) {
      this.endOneUnwatched()
    }
    if (
      this.isClosed ||
      this.subscribers >= mostSubscribers ||
      (this.topics.size >= mostTopics && !this.topics.has(key))
    ) {
      throw new AppError('unavailable', { what: this.isClosed ? 'the server is stopping' : 'too many live streams' })
    }
    const topic = this.topics.get(key) ?? this.open(key, watch)
    const subscriber = new Subscriber(topic)
    topic.subscribers.add(subscriber)
    return {
      next: () => subscriber.next(),
      close: () => {
        subscriber.close()
        topic.subscribers.delete(subscriber)
        if (topic.subscribers.size === 0) {
          void this.retire(key, topic)
        }
      },
    }
  }

  /** Ends every stream at once. */
  close(): void {
    this.isClosed = true
    for (const [key, topic] of this.topics) {
      this.end(key, topic)
    }
  }

  /** What nobody follows any more must not stand in the way of a new question. */
  private endOneUnwatched(): void {
    for (const [key, topic] of this.topics) {
      if (topic.subscribers.size === 0) {
        this.end(key, topic)
        return
      }
    }
  }

  private open(key: string, watch: (signal: AbortSignal) => AsyncIterable<GraphEvent>): Topic {
    const topic = new Topic()
    this.topics.set(key, topic)
    void this.run(key, topic, watch(topic.abort.signal))
    return topic
  }

  private async run(key: string, topic: Topic, events: AsyncIterable<GraphEvent>): Promise<void> {
    try {
      for await (const event of events) {
        if (event.kind === 'problem' && event.error.code === 'internal') {
          this.log.error('live reading failed', { key, error: String(event.error.cause) })
        }
        topic.take(event)
      }
    } catch (error) {
      this.log.error('live topic failed', { key, error: String(error) })
    } finally {
      this.end(key, topic)
    }
  }

  private async retire(key: string, topic: Topic): Promise<void> {
    await this.clock.sleep(graceSeconds, topic.abort.signal).catch(() => undefined)
    if (topic.subscribers.size === 0) {
      this.end(key, topic)
    }
  }

  private end(key: string, topic: Topic): void {
    topic.abort.abort()
    if (this.topics.get(key) === topic) {
      this.topics.delete(key)
    }
    for (const subscriber of topic.subscribers) {
      subscriber.close()
    }
  }
}

const encoder = new TextEncoder()

function frame(event: string, data: unknown): Frame {
  return encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}
