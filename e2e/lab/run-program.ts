import { spawn, spawnSync } from 'node:child_process'
import { LabFailure } from './say.ts'

interface RunOptions {
  cwd?: string
  env?: Record<string, string | undefined>
  /** Written to the program's input. */
  input?: string
}

/** Runs a program to its end and resolves with what it printed; rejects with its own words when it fails. */
export function runProgram(program: string, args: string[], options: RunOptions = {}): Promise<string> {
  const { cwd, env, input } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
    const output = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.err = (output.err + text).slice(-4000)
    })
    child.on('error', (error) => reject(new LabFailure(`${program}: ${error.message}`)))
    child.on('close', (code) => {
      if (code === 0) {
        resolve(output.out)
      } else {
        reject(new LabFailure(`${program} ${args.join(' ')} ended with ${code}: ${(output.err || output.out).trim()}`))
      }
    })
    child.stdin.on('error', () => undefined).end(input)
  })
}

/** What a program prints, or undefined where it is missing or fails. */
export function programOutput(program: string, args: string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return status === 0 ? stdout : undefined
}
