import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type IdentityName, identities, identityKubeconfig } from '../identities.ts'
import { kubectl } from '../kubectl.ts'
import { type Rights, rightsGiven, rightsOf } from './support/granted-rules.ts'

const deploy = join(import.meta.dirname, '../../../deploy')
const manifests = ['rbac.yaml', 'people.yaml'].map((name) => readFileSync(join(deploy, name), 'utf8')).join('---\n')
const kubeconfigs = new Map<IdentityName, string>()

beforeAll(async () => {
  for (const who of ['console', 'editor', 'viewer', 'nobody'] as const) {
    kubeconfigs.set(who, await identityKubeconfig(who, 3600))
  }
})

const as = (who: IdentityName, args: string[], input?: string) =>
  kubectl(args, { kubeconfig: kubeconfigs.get(who) ?? '', ...(input === undefined ? {} : { input }) })

const allRights = (who: IdentityName, namespace: string): Promise<Rights> =>
  rightsOf(kubeconfigs.get(who) ?? '', namespace)

function createRoute(who: IdentityName, namespace: string): Promise<string> {
  const route = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'suite', namespace },
    spec: { host: 'suite.example' },
  }
  return as(who, ['create', '--validate=false', '--dry-run=server', '-f', '-'], JSON.stringify(route))
}

describe.each(['console', 'viewer', 'editor'] as const)('the rights of %s', (who) => {
  it.each(['shop', 'pay', 'istio-system', 'kube-system', 'exantas'])(
    'are in %s exactly what the product’s manifests give',
    async (namespace) => {
      const [all, everybody] = [await allRights(who, namespace), await allRights('nobody', namespace)]
      const given = rightsGiven(manifests, identities[who], namespace)
      expect([...all.difference(everybody)].sort()).toEqual([...given].sort())
    },
  )
})

describe('what happens to those who ask', () => {
  it('the console lists what it shows, and is refused secrets and writes', async () => {
    expect(await as('console', ['get', 'pods', '-A', '-o', 'name'])).toContain('pod/payments-v2')
    await expect(as('console', ['get', 'secrets', '-A'])).rejects.toThrow(/Forbidden/)
    await expect(createRoute('console', 'shop')).rejects.toThrow(/Forbidden/)
  })

  it('the viewer sees its namespace, and neither the others nor all at once', async () => {
    expect(await as('viewer', ['-n', 'shop', 'get', 'pods', '-o', 'name'])).toContain('pod/cart-v7')
    await expect(as('viewer', ['-n', 'pay', 'get', 'pods'])).rejects.toThrow(/Forbidden/)
    await expect(as('viewer', ['get', 'pods', '-A'])).rejects.toThrow(/Forbidden/)
    await expect(createRoute('viewer', 'shop')).rejects.toThrow(/Forbidden/)
  })

  it('the editor sees everything and writes in one namespace', async () => {
    expect(await as('editor', ['get', 'pods', '-A', '-o', 'name'])).toContain('pod/payments-v2')
    expect(await createRoute('editor', 'shop')).toContain('created (server dry run)')
    await expect(createRoute('editor', 'pay')).rejects.toThrow(/Forbidden/)
  })

  it('nobody is let in and may read and write nothing', async () => {
    const rights = await allRights('nobody', 'shop')
    expect([...rights].filter((right) => !/^create auth(entic|oriz)ation\.k8s\.io\/selfsubject/.test(right))).toEqual(
      [],
    )
    await expect(as('nobody', ['get', 'namespaces'])).rejects.toThrow(/Forbidden/)
    await expect(createRoute('nobody', 'shop')).rejects.toThrow(/Forbidden/)
  })
})
