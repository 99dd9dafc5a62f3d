import { z } from 'zod'

import type { Labels } from './telemetry-labels.ts'

/** An answer that Prometheus did not write, whatever the status line says. */
export class NotPrometheus extends Error {}

export interface Sample {
  labels: Labels
  /** NaN where the sample is not a finite number. */
  value: number
}

export interface Vector {
  samples: Sample[]
  /** The store said that parts of its data could not be read, as Thanos does with partial responses. */
  isPartial: boolean
}

export interface Series {
  labels: Labels
  /** Unix seconds and value; the value is NaN where it is not a finite number. */
  points: [number, number][]
}

const Envelope = z.object({
  status: z.literal('success'),
  data: z.object({ resultType: z.string(), result: z.custom<unknown[]>((result) => Array.isArray(result)) }),
  warnings: z.array(z.string()).nullish(),
})

const Failure = z.object({ status: z.literal('error'), errorType: z.string().optional(), error: z.string().optional() })

const WireLabels = z.record(z.string(), z.string())
const WirePoint = z.tuple([z.number(), z.string()])
const WireSample = z.object({ metric: WireLabels, value: WirePoint.optional() })
const WireSeries = z.object({ metric: WireLabels, values: z.array(WirePoint).optional() })

// Zod reads an answer of 100 000 series several times slower than JSON.parse: it checks the first, a plain loop the rest.
const checkedElements = 3

export type Envelope = z.infer<typeof Envelope>['data'] & { warnings: string[] }

export function readEnvelope(text: string): Envelope {
  const answer = Envelope.safeParse(parseJson(text))
  if (!answer.success) {
    throw new NotPrometheus('no Prometheus answer', { cause: answer.error })
  }
  return { ...answer.data.data, warnings: answer.data.warnings ?? [] }
}

export function readFailure(text: string): z.infer<typeof Failure> | undefined {
  try {
    return Failure.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}

export function readVector(envelope: Envelope): Vector {
  checkHead(envelope, 'vector', WireSample)
  const samples = envelope.result.map((element) => {
    const { labels, rest } = readElement(element)
    return { labels, value: 'value' in rest ? readValue(rest.value) : Number.NaN }
  })
  // Remarks on the query itself begin so, and nothing is missing for them.
  return { samples, isPartial: envelope.warnings.some((warning) => !warning.startsWith('PromQL ')) }
}

export function readMatrix(envelope: Envelope): Series[] {
  checkHead(envelope, 'matrix', WireSeries)
  return envelope.result.map((element) => {
    const { labels, rest } = readElement(element)
    const values = 'values' in rest && Array.isArray(rest.values) ? rest.values : []
    return { labels, points: values.map((point: unknown) => [readTime(point), readValue(point)]) }
  })
}

function checkHead(envelope: Envelope, resultType: string, schema: z.ZodType): void {
  const head = z.array(schema).safeParse(envelope.result.slice(0, checkedElements))
  if (envelope.resultType !== resultType || !head.success) {
    throw new NotPrometheus(`no ${resultType}`, { cause: head.error })
  }
}

function readElement(element: unknown): { labels: Labels; rest: object } {
  if (typeof element === 'object' && element !== null && 'metric' in element) {
    const metric = element.metric
    if (typeof metric === 'object' && metric !== null && isTextMap(metric)) {
      return { labels: metric, rest: element }
    }
  }
  throw new NotPrometheus('an element without labels')
}

function isTextMap(map: object): map is Labels {
  return Object.values(map).every((text) => typeof text === 'string')
}

function readTime(point: unknown): number {
  return Array.isArray(point) ? Number(point[0]) : Number.NaN
}

function readValue(point: unknown): number {
  const value = Array.isArray(point) && typeof point[1] === 'string' ? Number.parseFloat(point[1]) : Number.NaN
  return Number.isFinite(value) ? value : Number.NaN
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new NotPrometheus('no JSON', { cause })
  }
}
