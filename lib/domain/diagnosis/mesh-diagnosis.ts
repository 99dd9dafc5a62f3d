import { z } from 'zod'
import { NodeKind } from '../graph/snapshot.ts'
import { MeshPlace } from '../mesh/mesh-place.ts'
import { Notice } from '../notice.ts'
import { Verdict } from './judge-verdict.ts'
import { Acquittal, Evidence, Suspect } from './suspect.ts'

const Span = z.object({ from: z.number(), to: z.number() })

/** A fact, and how the metrics store is asked for its numbers; absent where it has no language, or no one question. */
export const CheckedEvidence = z.object({ fact: Evidence, query: z.string().optional() })
export type CheckedEvidence = z.infer<typeof CheckedEvidence>

export const CheckedSuspect = Suspect.extend({ evidence: z.array(CheckedEvidence) })
export type CheckedSuspect = z.infer<typeof CheckedSuspect>

const BeforeNow = z.tuple([z.number(), z.number()])

/** One call on a suspect's path as its caller felt it before and while the incident lasts; what nobody measured is absent. */
export const PathHop = z.object({
  source: z.string(),
  destination: z.string(),
  requestsPerSecond: BeforeNow.optional(),
  errorRatio: BeforeNow.optional(),
  latencyMs: BeforeNow.optional(),
})
export type PathHop = z.infer<typeof PathHop>

/** A service of the answer, by the id that suspects, paths and evidence call it. */
export const NamedService = MeshPlace.extend({ id: z.string(), kind: NodeKind })
export type NamedService = z.infer<typeof NamedService>

/** Who is to blame in a live mesh, with the stretches of time it was judged by. Times are Unix seconds. */
export const MeshDiagnosis = z.object({
  /** The end of the incident's stretch. */
  takenAt: z.number(),
  windowSeconds: z.number(),
  stepSeconds: z.number(),
  /** From the onset on; absent where nothing was counted. */
  incident: Span.optional(),
  /** What of the hour before it there is; absent where nothing was counted before it. */
  baseline: Span.optional(),
  /** The same time the day before, where it is known. */
  dayBefore: Span.optional(),
  /** The service it started from, where it has traffic. */
  symptom: z.string().optional(),
  verdict: Verdict,
  suspects: z.array(CheckedSuspect),
  /** Where nothing began: who is blamed for failures that were there all along. */
  standing: z.array(CheckedSuspect),
  acquittals: z.array(Acquittal),
  hops: z.array(PathHop),
  services: z.array(NamedService),
  /** What the store was asked for the whole mesh, in its own language. */
  queries: z.object({ requests: z.string(), times: z.string(), tcp: z.string() }).optional(),
  notices: z.array(Notice),
})
export type MeshDiagnosis = z.infer<typeof MeshDiagnosis>
