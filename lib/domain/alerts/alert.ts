import { z } from 'zod'
import { Notice } from '../notice.ts'

/** `suppressed`: silenced or inhibited; `pending`: its condition holds, but not yet for long enough. */
export const AlertState = z.enum(['firing', 'pending', 'suppressed'])
export type AlertState = z.infer<typeof AlertState>

export const AlertSeverity = z.enum(['critical', 'warning', 'info', 'none'])
export type AlertSeverity = z.infer<typeof AlertSeverity>

/** What an alert is about, as far as its labels tell. */
export const AlertSubject = z.object({
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  service: z.string().optional(),
  workload: z.string().optional(),
})
export type AlertSubject = z.infer<typeof AlertSubject>

export const Alert = z.object({
  /** By `alertId`: the same alert has the same id in every answer while the rule's own source tells of it. */
  id: z.string(),
  name: z.string(),
  state: AlertState,
  severity: AlertSeverity,
  /** Unix seconds: since when its condition holds, as far back as any source tells. */
  startsAt: z.number(),
  summary: z.string().optional(),
  description: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  subject: AlertSubject,
  source: z.enum(['alertmanager', 'prometheus']),
  /** Where the rule can be looked at; http or https. */
  generatorUrl: z.url({ protocol: /^https?$/ }).optional(),
})
export type Alert = z.infer<typeof Alert>

/** Most severe first, then the youngest. `takenAt` in Unix seconds. */
export const AlertList = z.object({
  takenAt: z.number(),
  alerts: z.array(Alert),
  /** Those that answered; with none and no notice, nobody is asked. */
  sources: z.array(Alert.shape.source),
  /** What is missing, and why: a source of alerts that did not answer. */
  notices: z.array(Notice),
})
export type AlertList = z.infer<typeof AlertList>
