import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { MeshSize } from './mesh-plan.ts'

export interface MeshProcess {
  /** `host:port`; metrics are at `/metrics`. */
  target: string
  /** Resolves when so many scrapes have been answered since the start. */
  scraped(count: number): Promise<void>
  stop(): Promise<void>
}

/** The proxies of a planned mesh as one thing to scrape, in a process of its own. */
export async function startMesh(size: MeshSize): Promise<MeshProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve-mesh.ts'), JSON.stringify(size)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = once(child, 'exit')
  let scrapes = 0
  let wake = () => {}
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const listening = /^listening on (\d+)/.exec(line)?.[1]
      if (listening !== undefined) {
        resolve(listening)
      } else {
        scrapes += 1
        wake()
      }
    })
    ended.then(() => reject(new Error('the mesh ended before it listened')), reject)
  })
  return {
    target: `127.0.0.1:${port}`,
    async scraped(count) {
      while (scrapes < count) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    async stop() {
      process.off('exit', kill)
      child.kill('SIGTERM')
      await ended
    },
  }
}
