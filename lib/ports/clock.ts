import type { UnixSeconds } from '../domain/time.ts'

/** Time as the mesh has it: the demo's runs faster when told to. */
export interface Clock {
  /** Unix seconds, with fraction. */
  now(): UnixSeconds
  /** Resolves after `seconds` of this clock; rejects with the signal's reason when aborted. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>
}
