import { tell } from '../../incidents/pod-behaviour.ts'
import type { Behaviour } from '../../workload/behaviour.ts'
import type { Pod } from './pods.ts'

/** Tells the workload in a pod how to misbehave; nothing: its usual self. */
export function behave({ metadata }: Pod, behaviour: Behaviour | undefined): void {
  tell(metadata, behaviour ?? {})
}
