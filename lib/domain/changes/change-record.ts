import { z } from 'zod'
import { KubernetesObject, ObjectReference } from '../mesh/kubernetes-object.ts'
import { ChangeIntent } from './change-intent.ts'

/**
 * `planned`: written down before the first write; `applied`: the API server has every write; `acknowledged`: the proxies
 * have them; `seen`: traffic shows them; `undone`; `failed`: it ended before all was written.
 */
export const ChangePhase = z.enum(['planned', 'applied', 'acknowledged', 'seen', 'undone', 'failed'])
export type ChangePhase = z.infer<typeof ChangePhase>

/** One write as it was planned, with the whole object before and after it. */
export const RecordedWrite = z.object({
  verb: z.enum(['create', 'replace', 'remove']),
  object: ObjectReference,
  before: KubernetesObject.optional(),
  after: KubernetesObject.optional(),
})
export type RecordedWrite = z.infer<typeof RecordedWrite>

const moment = z.iso.datetime()

/** What somebody set out to do: never changed once written. */
export const ChangeRecordSpec = z.object({
  who: z.object({ name: z.string(), groups: z.array(z.string()).optional() }),
  /** When it was planned. */
  at: moment,
  reason: z.string().optional(),
  cluster: z.string(),
  service: z.string(),
  intent: ChangeIntent,
  /** In the order they were to be made. */
  writes: z.array(RecordedWrite),
  /** Why it was written although somebody else's tool keeps the object. */
  override: z.object({ owner: z.string(), reason: z.string() }).optional(),
  /** Name of the record this one takes back. */
  undoes: z.string().optional(),
})
export type ChangeRecordSpec = z.infer<typeof ChangeRecordSpec>

/** How far it has come. */
export const ChangeRecordStatus = z.object({
  phase: ChangePhase,
  /** Of `spec.writes`, in order: the version the API server gave each that is done. */
  resourceVersions: z.array(z.string()).optional(),
  appliedAt: moment.optional(),
  acknowledgedAt: moment.optional(),
  seenAt: moment.optional(),
  endedAt: moment.optional(),
  /** Name of the record that took it back. */
  undoneBy: z.string().optional(),
  /** The field manager that wrote something else over it. */
  revertedBy: z.string().optional(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
})
export type ChangeRecordStatus = z.infer<typeof ChangeRecordStatus>

export const changeRecordApiVersion = 'exantas.dev/v1alpha1'
export const changeRecordKind = 'ChangeRecord'

/** One change with who, when and why: lives in the namespace of its service. */
export const ChangeRecord = z.object({
  apiVersion: z.literal(changeRecordApiVersion),
  kind: z.literal(changeRecordKind),
  metadata: KubernetesObject.shape.metadata,
  spec: ChangeRecordSpec,
  /** Absent between its creation and its first word. */
  status: ChangeRecordStatus.optional(),
})
export type ChangeRecord = z.infer<typeof ChangeRecord>
