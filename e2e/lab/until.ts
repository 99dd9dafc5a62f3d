import { setTimeout as delay } from 'node:timers/promises'
import { LabFailure } from './say.ts'

/** Resolves once `isTrue` answers true; what it throws counts as not yet. Rejects after `seconds` with the last reason. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  { seconds, everyMs = 200 }: { seconds: number; everyMs?: number },
): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  for (let reason = ''; ; ) {
    try {
      if (await isTrue()) {
        return
      }
      reason = ''
    } catch (error) {
      reason = error instanceof Error ? `: ${error.message}` : ''
    }
    if (performance.now() > deadline) {
      throw new LabFailure(`Not within ${seconds} s: ${what}${reason}. Logs are in the lab's state folder.`)
    }
    await delay(everyMs)
  }
}
