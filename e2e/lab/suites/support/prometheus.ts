import { lab } from '../../settings.ts'

export interface Sample {
  labels: Record<string, string>
  value: number
}

interface VectorAnswer {
  data: { result: { metric: Record<string, string>; value: [number, string] }[] }
}

/** An instant query, asked without any of the product's code; `at` in Unix seconds. */
export async function askPrometheus(promql: string, at?: number): Promise<Sample[]> {
  const query = new URLSearchParams({ query: promql, ...(at === undefined ? {} : { time: `${at}` }) })
  const response = await fetch(`${lab.urls.prometheus}/api/v1/query?${query}`)
  if (!response.ok) {
    throw new Error(`Prometheus answers ${response.status}: ${await response.text()}`)
  }
  const { data } = (await response.json()) as VectorAnswer
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }))
}

/** The one number a query gives; 0 without a result. */
export async function numberFrom(promql: string, at?: number): Promise<number> {
  const [first] = await askPrometheus(promql, at)
  return first?.value ?? 0
}
