import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { LabFailure } from './say.ts'
import { lab } from './settings.ts'

/** The first file a lab writes and the last it removes: a folder that has it is a lab's. */
const mark = 'admin.token'

/** Makes the state folder where there is none; refuses one that holds anything but a lab. */
export function claimState(folder: string = lab.state): void {
  refuseForeign(folder)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
}

/** Forgets the lab's state: objects, keys, metrics, logs. What was built stays, and so does a folder that is no lab's. */
export function wipeState(folder: string = lab.state): void {
  refuseForeign(folder)
  for (const name of entriesOf(folder).filter((entry) => entry !== mark)) {
    rmSync(join(folder, name), { recursive: true, force: true })
  }
  rmSync(folder, { recursive: true, force: true })
}

function refuseForeign(folder: string): void {
  const entries = entriesOf(folder)
  if (entries.length > 0 && !entries.includes(mark)) {
    throw new LabFailure(`${folder} holds something else than a lab: EXANTAS_LAB_STATE must name an empty folder.`)
  }
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
