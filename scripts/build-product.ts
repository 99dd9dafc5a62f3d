import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const stampFile = join(root, '.next/exantas-sources')
const sources = ['app', 'components', 'lib', 'public', 'instrumentation.ts', 'next.config.mjs', 'package-lock.json']

export const standaloneServer = join(root, '.next/standalone/server.js')

/** Builds the standalone server when there is none or a source has changed since; otherwise returns at once. */
export async function buildProduct({ isForced = false } = {}): Promise<void> {
  const stamp = sourcesStamp()
  if (!isForced && existsSync(standaloneServer) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return
  }
  console.log('Building Exantas, once for these sources …')
  await run(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'])
  cpSync(join(root, '.next/static'), join(root, '.next/standalone/.next/static'), { recursive: true })
  cpSync(join(root, 'public'), join(root, '.next/standalone/public'), { recursive: true })
  writeFileSync(stampFile, stamp)
}

/** Runs a program in the foreground; rejects unless it ends with 0. */
export function run(command: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    })
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))))
  })
}

function sourcesStamp(): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of filesOf(join(root, source))) {
      hash.update(file.slice(root.length)).update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) {
    return []
  }
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(test|contract)\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch {
    return [path]
  }
}
