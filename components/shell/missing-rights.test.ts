import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { Notice } from '#lib/domain/notice.ts'
import { missingRights } from './missing-rights.ts'

const forbidden = (resource: string): Notice => ({
  source: 'kubernetes',
  code: 'forbidden',
  cluster: 'main',
  params: { verb: 'list', resource },
})

describe('missingRights', () => {
  it('says nothing where no right is missing', () => {
    expect(missingRights([])).toBeUndefined()
    expect(
      missingRights([
        { source: 'prometheus', code: 'forbidden' },
        { source: 'kubernetes', code: 'stale' },
      ]),
    ).toBe(undefined)
  })

  it('names each resource once, with the namespace it is hidden in', () => {
    const notices = ['pods', 'pods', 'pay/virtualservices.networking.istio.io'].map(forbidden)
    expect(missingRights(notices)?.resources).toEqual(['virtualservices (pay)', 'pods'])
  })

  it('gives rules by API group that are valid YAML and grant just that', () => {
    const notices = ['pods', 'services', 'deployments.apps', 'pay/pods'].map(forbidden)
    const rules = missingRights(notices)?.rules ?? ''
    expect(rules).toContain('# in a Role of namespace pay')
    const verbs = ['get', 'list', 'watch']
    expect(parseAllDocuments(rules).map((document) => document.toJS())).toEqual([
      [
        { apiGroups: ['apps'], resources: ['deployments'], verbs },
        { apiGroups: [''], resources: ['pods', 'services'], verbs },
        { apiGroups: [''], resources: ['pods'], verbs },
      ],
    ])
  })
})
