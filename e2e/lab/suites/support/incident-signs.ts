import type { EdgeFilter, MeshGrowth } from './mesh-growth.ts'

/** How an incident shows in Istio's metrics. */
export interface IncidentSign {
  incident: string
  /** What the lab showed, as the end of a sentence. */
  shows: string
  /** Whether the growth since the cause came into force proves it. */
  isSeen(growth: MeshGrowth): boolean
  /** Counts that must not grow while the incident goes on, as far as one can see by then. */
  neverSeen?: EdgeFilter[]
  /** Whether the growth since some moment after healing shows the edge at work again, and no symptom. */
  isOver(growth: MeshGrowth): boolean
  /** Whether the growth since some moment after healing still has a symptom in it. */
  isStillSeen(growth: MeshGrowth): boolean
}
