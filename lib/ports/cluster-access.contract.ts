import { expect, it, vi } from 'vitest'
import type { Given } from './cluster.contract.ts'
import type { AccessQuestion, Cluster } from './cluster.ts'

const noPeople = 'the adapter knows nobody apart'
const refused = /^(forbidden|unauthenticated)$/

type Verb = Extract<AccessQuestion['verb'], 'get' | 'create' | 'update' | 'delete'>

/** What people may do, and that the answer to `mayDo` is what then happens. */
export function accessLaws(given: Given): void {
  const routes = { group: 'networking.istio.io', resource: 'virtualservices' }

  it.each(['get', 'create', 'update', 'delete'] as const)('lets the editor %s, and says so', async (verb) => {
    const { editor, cluster, namespace } = given()
    expect(await editor.mayDo({ cluster, verb, ...routes, namespace })).toBe(true)
    expect(await outcomeOf(given, editor, verb, namespace)).toBe('done')
  })

  it('says that nobody may do what makes no sense', async () => {
    const { editor, cluster, namespace } = given()
    expect(await editor.mayDo({ cluster, verb: 'delete', group: '', resource: 'nodes' })).toBe(false)
    expect(
      await editor.mayDo({ cluster, verb: 'create', group: '', resource: 'pods', subresource: 'exec', namespace }),
    ).toBe(false)
  })

  it('refuses to ask about a cluster it does not know', async () => {
    const { editor } = given()
    const asked = editor.mayDo({ cluster: 'no-such-cluster', verb: 'get', ...routes })
    await expect(asked).rejects.toMatchObject({ code: 'not-found', params: { reason: 'no-such-cluster' } })
  })

  it.for(['get', 'create', 'update', 'delete'] as const)(
    'lets a viewer %s as far as it is told',
    async (verb, { skip }) => {
      const { people, cluster, namespace } = given()
      if (people === undefined) {
        return skip(noPeople)
      }
      for (const place of [namespace, people.elsewhere]) {
        const isAllowed = await people.viewer.mayDo({ cluster, verb, ...routes, namespace: place })
        expect(isAllowed).toBe(verb === 'get' && place === namespace)
        expect(await outcomeOf(given, people.viewer, verb, place)).toMatch(isAllowed ? /^done$/ : refused)
      }
    },
  )

  it('tells a viewer what is not allowed, by verb, resource and namespace', async ({ skip }) => {
    const { people, aRoute, cluster, namespace } = given()
    if (people === undefined) {
      return skip(noPeople)
    }
    const error = { code: 'forbidden', params: { verb: 'create', resource: 'virtualservices', namespace } }
    await expect(people.viewer.create(cluster, aRoute(), { dryRun: true })).rejects.toMatchObject(error)
  })

  it('shows a viewer what lies in the one namespace, and nothing else', async ({ skip }) => {
    const { people, namespace, stored } = given()
    if (people === undefined) {
      return skip(noPeople)
    }
    const { metadata } = await stored()
    await vi.waitFor(
      async () => {
        const { namespaces, services, pods, objects } = await people.viewer.inventory()
        expect(objects.map(({ name }) => name)).toContain(metadata.name)
        const places = [...services, ...pods, ...objects].map((one) => one.namespace)
        expect(new Set(places)).toEqual(new Set([namespace]))
        expect(namespaces.map(({ name }) => name)).toEqual([namespace])
      },
      { timeout: 30_000, interval: 100 },
    )
  })

  it('shows and lets nobody nothing', async ({ skip }) => {
    const { people, cluster, namespace } = given()
    if (people === undefined) {
      return skip(noPeople)
    }
    await expect(people.nobody.inventory()).rejects.toMatchObject({ code: expect.stringMatching(refused) })
    for (const verb of ['get', 'create', 'update', 'delete'] as const) {
      expect(await people.nobody.mayDo({ cluster, verb, ...routes, namespace })).toBe(false)
      expect(await outcomeOf(given, people.nobody, verb, namespace)).toMatch(refused)
    }
  })
}

/** `done`, or the code of the failure, of a dry run of `verb` on a VirtualService in `namespace`. */
async function outcomeOf(given: Given, who: Cluster, verb: Verb, namespace: string): Promise<string> {
  const { cluster, namespace: home, stored, aRoute, at } = given()
  const object = namespace === home ? await stored() : { ...aRoute(), metadata: { name: 'contract', namespace } }
  const fresh = { ...aRoute(), metadata: { name: `${object.metadata.name}-new`, namespace } }
  const dry = { dryRun: true }
  const versioned = {
    ...object,
    metadata: { ...object.metadata, resourceVersion: object.metadata.resourceVersion ?? '1' },
  }
  const acts = {
    get: () => who.read(at(object)),
    create: () => who.create(cluster, fresh, dry),
    update: () => who.replace(cluster, versioned, dry),
    delete: () => who.remove(at(object), dry),
  }
  return acts[verb]().then(
    () => 'done',
    (error) => error.code,
  )
}
