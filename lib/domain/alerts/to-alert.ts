import type { UnixSeconds } from '../time.ts'
import type { Alert } from './alert.ts'
import { alertId } from './alert-id.ts'
import { alertSeverity } from './alert-severity.ts'
import { alertSubject } from './alert-subject.ts'

/** An alert in the words of the system that tells of it. */
export interface ToldAlert {
  /** With `alertname`. */
  labels: Record<string, string>
  annotations: Record<string, string>
  state: Alert['state']
  startsAt: UnixSeconds
  source: Alert['source']
  generatorUrl?: string | undefined
}

/** Reads name, id, severity, subject and texts out of labels and annotations. A link that is no http address, or that carries credentials, is left out. */
export function toAlert({ labels, annotations, state, startsAt, source, generatorUrl }: ToldAlert): Alert {
  const summary = annotations.summary ?? annotations.message
  const { description } = annotations
  const link = safeLink(generatorUrl)
  return {
    id: alertId(labels),
    name: labels.alertname ?? '',
    state,
    severity: alertSeverity(labels),
    startsAt,
    ...(summary !== undefined && summary !== '' && { summary }),
    ...(description !== undefined && description !== '' && { description }),
    labels,
    subject: alertSubject(labels),
    source,
    ...(link !== undefined && { generatorUrl: link }),
  }
}

function safeLink(text: string | undefined): string | undefined {
  const url = text === undefined ? null : URL.parse(text)
  const isSafe = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return isSafe ? url.href : undefined
}
