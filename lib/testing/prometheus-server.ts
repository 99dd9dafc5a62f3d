import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { runProgram, serveOnFreePort } from './server-process.ts'

export interface PrometheusServerOptions {
  /** OpenMetrics text in pieces, loaded as blocks before the start; the closing `# EOF` may be left out. */
  history?: Iterable<string> | AsyncIterable<string>
  /** Scraped from the start, `host:port` and path. */
  scrape?: { target: string; path: string; intervalSeconds: number }
  /** A rules file in YAML, evaluated from the start at each group's interval, else every second. */
  rules?: string
  /** `host:port` of an Alertmanager that is told of alerts. */
  alertmanager?: string
  /** Added to what leaves this server. */
  externalLabels?: Record<string, string>
}

export interface PrometheusServer {
  url: string
  pid: number
  /** Ends the process and removes its directory. */
  stop(): Promise<void>
}

/** A real Prometheus (Debian package `prometheus`) on a free loopback port with a directory of its own. */
export async function startPrometheus(options: PrometheusServerOptions = {}): Promise<PrometheusServer> {
  const directory = await mkdtemp(join(tmpdir(), 'exantas-prometheus-'))
  try {
    if (options.history !== undefined) {
      await loadHistory(directory, options.history)
    }
    if (options.rules !== undefined) {
      await writeFile(join(directory, 'rules.yml'), options.rules)
    }
    await writeFile(join(directory, 'prometheus.yml'), configuration(options))
    const { url, pid, end } = await serveOnFreePort('prometheus', (address) => [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=${address}`,
      // The first alerts may fire before the Alertmanager is discovered.
      '--rules.alert.resend-delay=1s',
      '--log.level=warn',
    ])
    const stop = async (): Promise<void> => {
      await end()
      await rm(directory, { recursive: true, force: true })
    }
    return { url, pid, stop }
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

async function loadHistory(directory: string, history: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const file = join(directory, 'history.om')
  await pipeline(Readable.from(endedOnce(history)), createWriteStream(file))
  const load = ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, join(directory, 'data')]
  const promtool = runProgram('promtool', load)
  const [code] = await once(promtool.child, 'close')
  if (code !== 0) {
    throw new Error(`promtool could not load the history: ${promtool.said()}`)
  }
  await rm(file)
}

async function* endedOnce(history: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of history) {
    yield piece.replace(/^# EOF\n?/m, '')
  }
  yield '# EOF\n'
}

function configuration({ scrape, rules, alertmanager, externalLabels = {} }: PrometheusServerOptions): string {
  const job = scrape && {
    job_name: 'mesh',
    scrape_interval: `${scrape.intervalSeconds}s`,
    scrape_timeout: `${scrape.intervalSeconds}s`,
    metrics_path: scrape.path,
    static_configs: [{ targets: [scrape.target] }],
  }
  const alerting = alertmanager && { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] }
  return `${JSON.stringify({
    global: { evaluation_interval: '1s', external_labels: externalLabels },
    scrape_configs: job === undefined ? [] : [job],
    rule_files: rules === undefined ? [] : ['rules.yml'],
    ...(alerting && { alerting }),
  })}\n`
}
