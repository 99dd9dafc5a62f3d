import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lab } from '../../settings.ts'
import type { Behaviour } from '../../workload/behaviour.ts'
import type { Pod } from './pods.ts'

/** Tells the workload in a pod how to misbehave; nothing: its usual self. */
export function behave({ metadata: { namespace, name } }: Pod, behaviour: Behaviour | undefined): void {
  const file = join(lab.pods, namespace, name, 'behaviour.json')
  if (behaviour === undefined) {
    rmSync(file, { force: true })
  } else {
    writeFileSync(file, JSON.stringify(behaviour))
  }
}
