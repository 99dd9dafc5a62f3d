import { z } from 'zod'
import { RouteKey } from './route-key.ts'

const maxVersions = 50
const maxRoutes = 20

const ServiceTarget = {
  /** The mesh's cluster id; absent: the first that has the service. */
  cluster: z.string().max(253).optional(),
  namespace: z.string().max(63),
  service: z.string().max(253),
  reason: z.string().max(1000).optional(),
}

/** Which routes the change is made in; absent: the one a split preselects. */
const routeChoice = { route: z.union([RouteKey, z.array(RouteKey).min(1).max(maxRoutes)]).optional() }

const version = z.string().max(63)

/** One of the four; `present` asks only that the header is there. */
export const HeaderCondition = z.union([
  z.strictObject({ exact: z.string().max(1000) }),
  z.strictObject({ prefix: z.string().max(1000) }),
  z.strictObject({ regex: z.string().max(1000) }),
  z.strictObject({ present: z.literal(true) }),
])
export type HeaderCondition = z.infer<typeof HeaderCondition>

/** Who counts as a tester: a request that meets every condition. */
export const TesterMatch = z.strictObject({
  headers: z.record(z.string().max(256), HeaderCondition).optional(),
  cookie: z.strictObject({ name: z.string().max(256), value: z.string().max(1000) }).optional(),
})
export type TesterMatch = z.infer<typeof TesterMatch>

/** Shares among the versions named, in any unit; what these have together, and what others have, stays as it is. */
export const SetWeights = z.strictObject({
  kind: z.literal('set-weights'),
  ...ServiceTarget,
  ...routeChoice,
  weights: z
    .record(version, z.number().min(0).max(1_000_000_000))
    .refine((weights) => Object.keys(weights).length <= maxVersions, `at most ${maxVersions} versions`),
})
export type SetWeights = z.infer<typeof SetWeights>

/** Sends testers to one version, whatever the weights say; the same testers again replace where they go. */
export const AddTesterRoute = z.strictObject({
  kind: z.literal('add-tester-route'),
  ...ServiceTarget,
  ...routeChoice,
  version,
  match: TesterMatch,
})
export type AddTesterRoute = z.infer<typeof AddTesterRoute>

export const RemoveTesterRoute = z.strictObject({
  kind: z.literal('remove-tester-route'),
  ...ServiceTarget,
  /** The tester routes to take away. */
  route: z.union([RouteKey, z.array(RouteKey).min(1).max(maxRoutes)]),
})
export type RemoveTesterRoute = z.infer<typeof RemoveTesterRoute>

/** Copies `percentage` percent of the route's requests to a version; nobody waits for its answers. */
export const SetMirror = z.strictObject({
  kind: z.literal('set-mirror'),
  ...ServiceTarget,
  ...routeChoice,
  version,
  percentage: z.number().min(0).max(100),
})
export type SetMirror = z.infer<typeof SetMirror>

export const RemoveMirror = z.strictObject({
  kind: z.literal('remove-mirror'),
  ...ServiceTarget,
  ...routeChoice,
  version,
})
export type RemoveMirror = z.infer<typeof RemoveMirror>

/** Takes back what one recorded change did, and nothing else. */
export const UndoChange = z.strictObject({
  kind: z.literal('undo'),
  ...ServiceTarget,
  /** Name of the `ChangeRecord`. */
  record: z.string().max(253),
})
export type UndoChange = z.infer<typeof UndoChange>

/** What a person wants of the mesh: never a patch, always a verb on a service. */
export const ChangeIntent = z.discriminatedUnion('kind', [
  SetWeights,
  AddTesterRoute,
  RemoveTesterRoute,
  SetMirror,
  RemoveMirror,
  UndoChange,
])
export type ChangeIntent = z.infer<typeof ChangeIntent>

/** What a plan is made for: everything but undo, which is planned from its record. */
export type PlannableIntent = Exclude<ChangeIntent, UndoChange>

const applyTerms = {
  /** By `objectName`, for every object the preview would write: the version it was planned on, `null` where it creates one. */
  resourceVersions: z.record(z.string().max(600), z.string().max(100).nullable()),
  /** Writes although somebody else's tool keeps the object, and says why. */
  override: z.strictObject({ reason: z.string().min(1).max(1000) }).optional(),
}

/** An intent whose preview somebody has seen, with what the preview stood on. */
export const ApplyRequest = z.discriminatedUnion('kind', [
  SetWeights.extend(applyTerms),
  AddTesterRoute.extend(applyTerms),
  RemoveTesterRoute.extend(applyTerms),
  SetMirror.extend(applyTerms),
  RemoveMirror.extend(applyTerms),
  UndoChange.extend(applyTerms),
])
export type ApplyRequest = z.infer<typeof ApplyRequest>

/** The intent alone. */
export function intentOf({ resourceVersions: _, override: __, ...intent }: ApplyRequest): ChangeIntent {
  return ChangeIntent.parse(intent)
}
