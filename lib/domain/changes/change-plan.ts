import { z } from 'zod'
import { KubernetesObject, ObjectReference } from '../mesh/kubernetes-object.ts'
import { BlastRadius } from './blast-radius.ts'
import { ChangeFinding } from './change-finding.ts'
import { ChangeIntent } from './change-intent.ts'
import { OwnedObject } from './ownership.ts'
import { RouteKey } from './route-key.ts'
import { AffectedClients, DestinationShare, ServiceSplit } from './service-split.ts'

/** One difference between two objects, by its path from the root. */
export const FieldChange = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  kind: z.enum(['added', 'removed', 'changed']),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
export type FieldChange = z.infer<typeof FieldChange>

/** One write of a plan. Between two writes everybody's proxies must have acknowledged the first. */
export const PlannedWrite = z.object({
  verb: z.enum(['create', 'replace', 'remove']),
  reference: ObjectReference,
  /** Absent where it is created. */
  before: KubernetesObject.optional(),
  /** Absent where it is removed; carries the `resourceVersion` of `before`. */
  after: KubernetesObject.optional(),
  /** The version it replaces or removes; `null` where it must not be there yet. */
  resourceVersion: z.string().nullable(),
  /** What proxies acknowledge once they have it: clusters (CDS) or routes (RDS). */
  acknowledgedBy: z.enum(['cds', 'rds']),
  diff: z.array(FieldChange),
})
export type PlannedWrite = z.infer<typeof PlannedWrite>

/** What an intent comes to on the objects as they are now. */
export const ChangePlan = z.object({
  intent: ChangeIntent,
  /** As it is now. */
  split: ServiceSplit,
  /** The routes the change is made in, as they are now. */
  chosen: z.array(RouteKey),
  /** Shares once it is written, one for each chosen route in their order; a tester's route stands for its base's. */
  resulting: z.array(z.object({ route: RouteKey, shares: z.array(DestinationShare) })),
  /** In the order they must be made; empty where everything is so already, or something blocks. */
  writes: z.array(PlannedWrite),
  /** The gravest first. */
  findings: z.array(ChangeFinding),
  owners: z.array(OwnedObject),
  affected: AffectedClients,
})
export type ChangePlan = z.infer<typeof ChangePlan>

/** A plan as it is shown before it is applied. */
export const ChangePreview = ChangePlan.extend({
  /** To be handed back with `ApplyRequest`. */
  resourceVersions: z.record(z.string(), z.string().nullable()),
  /** What the API server's dry run remarked, in its own words, that the unchanged object does not earn. */
  warnings: z.array(z.string()),
  blastRadius: BlastRadius,
})
export type ChangePreview = z.infer<typeof ChangePreview>

/** Whether something forbids the plan's writes, whoever asks. */
export function isBlocked({ findings }: Pick<ChangePlan, 'findings'>): boolean {
  return findings.some(({ severity }) => severity === 'block')
}

/** Whether it may be written only with an override and a reason. */
export function needsOverride({ owners }: Pick<ChangePlan, 'owners'>): boolean {
  return owners.some(({ owner }) => owner.verdict === 'propose')
}
