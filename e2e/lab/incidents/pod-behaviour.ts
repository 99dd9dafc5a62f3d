import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { kubectl } from '../kubectl.ts'
import { lab } from '../settings.ts'
import { until } from '../until.ts'
import type { Behaviour } from '../workload/behaviour.ts'
import type { ShopPod } from './shop-pods.ts'

export type PodName = Pick<ShopPod, 'namespace' | 'name'>

/** What a pod was told: several incidents may have told it something. */
function behaviourOf(pod: PodName): Behaviour {
  try {
    return JSON.parse(readFileSync(behaviourFileOf(pod), 'utf8')) as Behaviour
  } catch {
    return {}
  }
}

/** Adds to a pod's behaviour. */
export function misbehave(pod: ShopPod, behaviour: Behaviour): void {
  tell(pod, { ...behaviourOf(pod), ...behaviour })
}

/** Takes these parts of a pod's behaviour back. */
export function behaveAgain(pod: ShopPod, parts: readonly string[]): void {
  tell(pod, Object.fromEntries(Object.entries(behaviourOf(pod)).filter(([part]) => !parts.includes(part))))
}

/** Resolves when the pod's application says in its log that it does what its file says. */
export async function untilTaken(pod: ShopPod): Promise<void> {
  const expected = behaviourOf(pod)
  await until(
    `${pod.name} does as its behaviour file says`,
    async () => isDeepStrictEqual(await saidBy(pod), expected),
    {
      seconds: 20,
    },
  )
}

/** By the last word in the running process's log; one that never said anything is its usual self. */
async function saidBy({ namespace, name, app }: ShopPod): Promise<Behaviour> {
  const log = await kubectl(['-n', namespace, 'logs', name, '-c', app.name])
  const last = log.split('\n').findLast((line) => line.includes('"message":"behaviour changed"'))
  return last === undefined ? {} : (JSON.parse(last) as { behaviour: Behaviour }).behaviour
}

/** Tells a pod this and nothing else; its usual self is nothing. */
export function tell(pod: PodName, behaviour: Behaviour): void {
  const file = behaviourFileOf(pod)
  if (Object.keys(behaviour).length === 0) {
    rmSync(file, { force: true })
    return
  }
  // Renamed, so that nobody reads half of it.
  writeFileSync(`${file}.new`, JSON.stringify(behaviour))
  renameSync(`${file}.new`, file)
}

/** What the pod's application reads. */
export function behaviourFileOf({ namespace, name }: PodName): string {
  return join(lab.pods, namespace, name, 'behaviour.json')
}
