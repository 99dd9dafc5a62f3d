import { z } from 'zod'
import { ChangeIntent } from '../changes/change-intent.ts'
import { FieldChange } from '../changes/change-plan.ts'
import { ChangePhase } from '../changes/change-record.ts'
import { ObjectReference } from '../mesh/kubernetes-object.ts'
import { Notice } from '../notice.ts'
import { AcknowledgedType, Acknowledgement } from './acknowledgement.ts'
import { ObservedSplit } from './observed-split.ts'
import { WriteQueueState } from './write-queue-state.ts'

/** A change in one row. Moments are Unix seconds. */
export const ChangeSummary = z.object({
  cluster: z.string(),
  namespace: z.string(),
  /** Of its record. */
  name: z.string(),
  service: z.string(),
  who: z.string(),
  at: z.number(),
  reason: z.string().optional(),
  intent: ChangeIntent,
  phase: ChangePhase,
  /** Shares among the versions it named, 0–1, where it set weights. */
  weights: z.array(z.object({ version: z.string(), share: z.number() })).optional(),
  objects: z.array(ObjectReference),
  override: z.object({ owner: z.string(), reason: z.string() }).optional(),
  appliedAt: z.number().optional(),
  acknowledgedAt: z.number().optional(),
  seenAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** Record it takes back, and the one that took it back. */
  undoes: z.string().optional(),
  undoneBy: z.string().optional(),
  /** The field manager that wrote something else over it. */
  revertedBy: z.string().optional(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  /** Whether undo would have anything to take back. */
  canUndo: z.boolean(),
})
export type ChangeSummary = z.infer<typeof ChangeSummary>

/** Changes, the newest first; `next` is handed back as `cursor` for those before. */
export const ChangeList = z.object({
  changes: z.array(ChangeSummary),
  next: z.string().optional(),
  /** False where the kind `ChangeRecord` is not installed: then nothing can be changed either. */
  isRecorded: z.boolean(),
  notices: z.array(Notice),
})
export type ChangeList = z.infer<typeof ChangeList>

/**
 * Three lights, in this order: the API server has it, the proxies have it, traffic shows it. `off`: not reached yet;
 * `waiting`: being looked at; `on`; `bad`: refused, or traffic shows something else; `unknown`: it cannot be told.
 */
export const LightState = z.enum(['off', 'waiting', 'on', 'bad', 'unknown'])
export type LightState = z.infer<typeof LightState>

export const ChangeLights = z.object({
  accepted: z.object({ state: LightState, at: z.number().optional() }),
  acknowledged: z.object({
    state: LightState,
    at: z.number().optional(),
    proxies: Acknowledgement.optional(),
    /** Where nobody can be asked: how long it was waited instead. */
    waitedSeconds: z.number().optional(),
  }),
  seen: z.object({ state: LightState, at: z.number().optional(), observed: ObservedSplit.optional() }),
})
export type ChangeLights = z.infer<typeof ChangeLights>

/** A change whole: what it wrote, and what became of it. */
export const ChangeView = ChangeSummary.extend({
  writes: z.array(
    z.object({
      verb: z.enum(['create', 'replace', 'remove']),
      object: ObjectReference,
      acknowledgedBy: AcknowledgedType,
      /** Set once the API server has it. */
      resourceVersion: z.string().optional(),
      diff: z.array(FieldChange),
    }),
  ),
  lights: ChangeLights,
  queue: WriteQueueState,
})
export type ChangeView = z.infer<typeof ChangeView>
