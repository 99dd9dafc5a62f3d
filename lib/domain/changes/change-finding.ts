import { z } from 'zod'
import { ObjectReference } from '../mesh/kubernetes-object.ts'

/** Everything a plan may have to say; the sentences stand in `messages.changeFindings`. */
export const ChangeRule = z.enum([
  // The change cannot be made as asked.
  'version-unknown',
  'version-label-missing',
  'no-ready-pods',
  'no-http-port',
  'no-waypoint',
  'no-splittable-route',
  'route-gone',
  'route-ambiguous',
  'route-shadowed',
  'route-not-splittable',
  'weights-invalid',
  'nothing-to-share',
  'unnamed-version-loses',
  'share-too-small',
  'sum-must-be-100',
  'weights-too-large',
  'header-already-matched',
  'not-a-tester-route',
  'mirror-taken',
  'not-mirrored',
  'http-route-present',
  'read-only-owner',
  'name-taken',
  // Istio accepts all of these without a word.
  'subset-missing',
  'subset-hidden',
  'destination-unknown',
  'port-unknown',
  'lone-zero-weight',
  'duplicate-route-name',
  'no-catch-all',
  'source-match-ignored',
  'fault-without-percentage',
  'fault-hides-timeout',
  'per-try-exceeds-timeout',
  'gateway-missing',
  'second-virtual-service',
  'delegate-route-ignored',
  'route-unreachable',
  // Good to know before it is done.
  'proposed-owner',
  'pods-outside-subsets',
  'policy-copied',
  'visibility-differs',
  'destination-headers-differ',
  'weights-scaled',
  'other-routes',
  'other-clients',
  'other-hosts',
  'gateway-clients-too',
  'mesh-unaffected',
  'tcp-unaffected',
  'port-follows-listener',
  'header-must-travel',
  'tester-mirrored',
  'mirror-answers-ignored',
  'creates-virtual-service',
  'creates-destination-rule',
  'nothing-to-do',
  // Taking back.
  'nothing-left',
  'edited-since',
  'not-undoable',
  'kept-in-use',
  'kept-edited',
  'our-route-edited',
])
export type ChangeRule = z.infer<typeof ChangeRule>

/** `block`: it is not written; `warn`: written, and likely not what is wanted; `info`: good to know. */
export const ChangeSeverity = z.enum(['block', 'warn', 'info'])
export type ChangeSeverity = z.infer<typeof ChangeSeverity>

/** What a plan says about itself. `params` fill the rule's sentence. */
export const ChangeFinding = z.object({
  rule: ChangeRule,
  severity: ChangeSeverity,
  /** The object it is about, where it is one. */
  object: ObjectReference.optional(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
})
export type ChangeFinding = z.infer<typeof ChangeFinding>

/** A finding about the change as a whole. */
export function changeFinding(
  rule: ChangeRule,
  severity: ChangeSeverity,
  params: ChangeFinding['params'],
): ChangeFinding {
  return { rule, severity, params }
}

/** The gravest first; within one severity in the order of `ChangeRule`. */
export function byGravity(a: ChangeFinding, b: ChangeFinding): number {
  return (
    ChangeSeverity.options.indexOf(a.severity) - ChangeSeverity.options.indexOf(b.severity) ||
    ChangeRule.options.indexOf(a.rule) - ChangeRule.options.indexOf(b.rule)
  )
}
