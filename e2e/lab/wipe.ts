import { rmSync } from 'node:fs'
import { lab } from './settings.ts'

/** Forgets the lab's state: objects, keys, metrics, logs. What was built stays. */
export function wipe(): void {
  rmSync(lab.state, { recursive: true, force: true })
}
