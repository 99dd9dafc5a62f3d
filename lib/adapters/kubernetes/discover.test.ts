import { expect, it } from 'vitest'
import { chooseVersions } from './discover.ts'

const served = (version: string, plurals: string[], isPreferred = false) => ({
  group: 'gateway.networking.k8s.io',
  version,
  isPreferred,
  plurals: new Set(plurals),
})

it('reads each kind in v1, else in the preferred version, else in the newest', () => {
  const chosen = chooseVersions([
    served('v1alpha2', ['httproutes', 'tcproutes', 'tlsroutes', 'referencegrants']),
    served('v1alpha3', ['tlsroutes', 'referencegrants']),
    served('v1beta1', ['httproutes', 'referencegrants', 'grpcroutes'], true),
    served('v1', ['httproutes', 'unknownroutes']),
    served('v2', ['grpcroutes']),
  ])
  expect(chosen.map((one) => `${one.kind} ${one.version}`)).toEqual([
    'HTTPRoute v1',
    'GRPCRoute v1beta1',
    'TCPRoute v1alpha2',
    'TLSRoute v1alpha3',
    'ReferenceGrant v1beta1',
  ])
})
