import type { DestinationRule } from '../routing/destination-rule.ts'
import type { ChangeScene } from './change-scene.ts'
import { rulesFor } from './destination-version.ts'
import { type Written, writtenList } from './written-object.ts'

/** What holds for the service until a rule of its own hides it: by a wildcard, or the mesh's root namespace. */
export interface HiddenRules {
  rules: DestinationRule[]
  policy?: unknown
  subsets: Written[]
}

/** The rules in force for the service, of whose policies the first holds. */
export function hiddenBy(scene: ChangeScene): HiddenRules {
  const rules = rulesFor(scene, scene.service)
  const objects = rules.flatMap(
    ({ namespace, name }) =>
      scene.objects.find(
        (object) => object.kind === 'DestinationRule' && object.namespace === namespace && object.name === name,
      ) ?? [],
  )
  return {
    rules,
    policy: objects.map(({ spec }) => spec.trafficPolicy).find((one) => one !== undefined),
    subsets: objects.flatMap(({ spec }) => writtenList(spec.subsets)),
  }
}
