import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveOnFreePort } from './server-process.ts'

export interface AlertmanagerServer {
  url: string
  /** `host:port`. */
  address: string
  /** Ends the process and removes its directory. */
  stop(): Promise<void>
}

const configuration = { route: { receiver: 'nobody', group_wait: '0s' }, receivers: [{ name: 'nobody' }] }

/** A real Alertmanager (Debian package `prometheus-alertmanager`) on a free loopback port; it calls nobody. */
export async function startAlertmanager(): Promise<AlertmanagerServer> {
  const directory = await mkdtemp(join(tmpdir(), 'exantas-alertmanager-'))
  try {
    await writeFile(join(directory, 'alertmanager.yml'), JSON.stringify(configuration))
    const { url, end } = await serveOnFreePort('prometheus-alertmanager', (address) => [
      `--config.file=${join(directory, 'alertmanager.yml')}`,
      `--storage.path=${join(directory, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ])
    const stop = async (): Promise<void> => {
      await end()
      await rm(directory, { recursive: true, force: true })
    }
    return { url, address: new URL(url).host, stop }
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}
