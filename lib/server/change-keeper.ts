import type { ChangeRecord } from '../domain/changes/change-record.ts'
import { AppError } from '../domain/errors.ts'
import { secondsOf } from '../domain/follow-up/change-summary-of.ts'
import type { ChangeView } from '../domain/follow-up/change-view.ts'
import type { RecordPlace } from '../ports/change-records.ts'
import type { Ctx } from '../ports/ctx.ts'
import { followChange } from '../usecases/follow-change.ts'
import { pruneChanges } from '../usecases/prune-changes.ts'
import { readChangeView } from '../usecases/read-change.ts'
import { resumeChanges } from '../usecases/resume-changes.ts'

type Viewing = Ctx<'cluster' | 'proxies' | 'records' | 'metrics' | 'clock' | 'writes'>
type Hatches = Omit<Ctx<'cluster' | 'proxies' | 'records' | 'metrics' | 'clock' | 'log'>, 'signal'>

const lookSeconds = 2
const retrySeconds = 5
/** Another replica may still be at it, and a write that was never answered still on its way. */
const graceSeconds = 30
const doubtfulSeconds = 600

/** Looks after changes once whoever made them has their answer: notes what becomes of them, and completes what a crash left. */
export class ChangeKeeper {
  private readonly followed = new Map<string, RecordPlace>()
  private readonly stop = new AbortController()
  private readonly ctx: Ctx<'cluster' | 'proxies' | 'records' | 'metrics' | 'clock' | 'log'>
  /** Records of which nobody knows what became, and since when. */
  private readonly doubtful = new Map<string, number>()
  private startedAt = Number.NEGATIVE_INFINITY
  private isLooking = false
  private isResuming = false

  constructor(hatches: Hatches) {
    this.ctx = { ...hatches, signal: this.stop.signal }
  }

  /** Completes or ends what was begun before now, as soon as the API server lets it; then follows it. */
  start(): void {
    this.startedAt = this.ctx.clock.now()
    void this.resume()
  }

  /** A failed change of which nobody knows what became is looked at later. */
  private failed(error: unknown): void {
    if (error instanceof AppError && error.params.outcome === 'unknown' && typeof error.params.record === 'string') {
      this.doubtful.set(error.params.record, this.ctx.clock.now())
      void this.resume()
    }
  }

  /** A change as people see it once it is written, and whoever made it may leave. */
  async keep(ctx: Viewing, change: () => Promise<ChangeRecord>): Promise<ChangeView> {
    try {
      const record = await change()
      this.follow(record)
      return await readChangeView({ ...ctx, signal: this.stop.signal }, record)
    } catch (error) {
      this.failed(error)
      throw error
    }
  }

  /** From now on until there is nothing more to see. */
  follow(record: ChangeRecord): void {
    const { cluster, service } = record.spec
    const { name, namespace = '' } = record.metadata
    this.followed.set(`${cluster}/${namespace}/${name}`, { cluster, namespace, name })
    void this.look()
    pruneChanges(this.ctx, { cluster, namespace, service }).catch((error) => this.report('changes not pruned', error))
  }

  close(): void {
    this.stop.abort(new Error('closed'))
  }

  private async resume(): Promise<void> {
    if (this.isResuming) {
      return
    }
    this.isResuming = true
    const { clock, signal } = this.ctx
    try {
      while (this.doubtful.size > 0 || clock.now() - this.startedAt < 2 * graceSeconds) {
        await clock.sleep(retrySeconds, signal)
        await this.resumeOnce()
      }
    } catch (error) {
      this.report('changes not resumed', error)
    } finally {
      this.isResuming = false
    }
  }

  private async resumeOnce(): Promise<void> {
    const now = this.ctx.clock.now()
    const before = now - graceSeconds
    const isAbandoned = ({ spec, metadata }: ChangeRecord) => {
      const since = this.doubtful.get(metadata.name)
      return since === undefined ? (secondsOf(spec.at) ?? 0) < Math.min(this.startedAt, before) : since < before
    }
    for (const [name, since] of this.doubtful) {
      if (now - since > doubtfulSeconds) {
        this.doubtful.delete(name)
      }
    }
    try {
      for (const record of await resumeChanges(this.ctx, isAbandoned)) {
        this.doubtful.delete(record.metadata.name)
        this.follow(record)
      }
    } catch (error) {
      this.ctx.signal.throwIfAborted()
      if (!(error instanceof AppError)) {
        throw error
      }
    }
  }

  private async look(): Promise<void> {
    if (this.isLooking) {
      return
    }
    this.isLooking = true
    try {
      while (this.followed.size > 0) {
        await this.ctx.clock.sleep(lookSeconds, this.ctx.signal)
        await Promise.all([...this.followed].map(([key, place]) => this.lookAt(key, place)))
      }
    } catch (error) {
      this.report('changes not followed', error)
    } finally {
      this.isLooking = false
    }
  }

  private async lookAt(key: string, place: RecordPlace): Promise<void> {
    try {
      if (!(await followChange(this.ctx, place))) {
        this.followed.delete(key)
      }
    } catch (error) {
      this.ctx.signal.throwIfAborted()
      if (!(error instanceof AppError) || error.code === 'not-found') {
        this.followed.delete(key)
        this.report('change not followed', error)
      }
    }
  }

  private report(what: string, error: unknown): void {
    if (!this.stop.signal.aborted) {
      this.ctx.log.warn(what, { error: String(error) })
    }
  }
}
