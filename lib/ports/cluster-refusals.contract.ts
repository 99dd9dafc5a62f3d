import { expect, it } from 'vitest'
import { referenceTo } from '../domain/mesh/kubernetes-object.ts'
import type { Given } from './cluster.contract.ts'

const dryRun = { dryRun: true }
const forReal = { dryRun: false }

/** What is refused or remarked on, by whom, in whose words. */
export function refusalLaws(given: Given): void {
  const destination = { host: 'a.example' }
  const redirect = { uri: '/' }
  it.each([
    ['both ways to answer', { route: [{ destination }], redirect }, 'both route and redirect'],
    [
      'weights of nothing',
      {
        route: [
          { destination, weight: 0 },
          { destination: { host: 'b' }, weight: 0 },
        ],
      },
      'total destination weight = 0',
    ],
    ['a negative weight', { route: [{ destination, weight: -1 }] }, 'weight -1 < 0'],
    [
      'a share over all',
      { route: [{ destination }], fault: { abort: { httpStatus: 500, percentage: { value: 101 } } } },
      'percentage 101 is neither 0.0, nor in range [0.0001, 100.0]',
    ],
    [
      'no such status',
      { route: [{ destination }], fault: { abort: { httpStatus: 99, percentage: { value: 1 } } } },
      'HTTP status 99 is not in range 200-599',
    ],
  ])('passes on why the mesh refuses %s, in a dry run too', async (_, route, words) => {
    const { editor, cluster, aRoute, at } = given()
    const refused = aRoute({ http: [route] })
    for (const options of [dryRun, forReal]) {
      const error = await editor.create(cluster, refused, options).catch((reason) => reason)
      expect(error).toMatchObject({ code: 'invalid', params: { reason: 'denied-by-webhook' } })
      expect(error.params.webhook).toMatch(/validation\.istio\.io$/)
      expect(error.params.message).toContain(words)
    }
    await expect(editor.read(at(refused))).rejects.toMatchObject({ code: 'not-found' })
  })

  it('passes on what the schema refuses', async () => {
    const { editor, cluster, aRoute } = given()
    const refused = aRoute({ http: [{ route: [{ destination }], timeout: '0s' }] })
    const error = await editor.create(cluster, refused, forReal).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'invalid', params: { reason: 'schema' } })
    expect(error.params.message).toContain('spec.http[0].timeout')
  })

  it('refuses fields nobody knows, rather than lose them', async () => {
    const { editor, cluster, aRoute, stored } = given()
    const misspelt = { http: [{ route: [{ destination, weigth: 1 }] }] }
    const created = await editor.create(cluster, aRoute(misspelt), forReal).catch((reason) => reason)
    expect(created).toMatchObject({ code: 'invalid', params: { reason: 'unknown-field' } })
    expect(created.params.message).toContain('spec.http[0].route[0].weigth')
    const object = await stored()
    const replaced = editor.replace(cluster, { ...object, spec: { hosts: ['a.example'], ...misspelt } }, dryRun)
    await expect(replaced).rejects.toMatchObject({ code: 'invalid', params: { reason: 'unknown-field' } })
  })

  it('passes on what the mesh warns of', async () => {
    const { editor, cluster, aRoute } = given()
    const late = { name: 'late', match: [{ uri: { prefix: '/a' } }], route: [{ destination }] }
    const warned = aRoute({ http: [{ name: 'all', route: [{ destination }] }, late] })
    for (const options of [dryRun, forReal]) {
      const { warnings } = await editor.create(cluster, warned, options)
      expect(warnings).toHaveLength(1)
      expect(warnings[0]).toContain('rule "late" not used (route without matches defined before)')
    }
  })

  it('takes a kind the cluster does not serve for normal', async () => {
    const { editor, cluster, namespace, unserved } = given()
    const object = { ...unserved, metadata: { name: 'contract', namespace }, spec: {} }
    const reference = referenceTo(cluster, object)
    const error = { code: 'not-found', params: { reason: 'kind-not-served' } }
    await expect(editor.read(reference)).rejects.toMatchObject(error)
    await expect(editor.create(cluster, object, dryRun)).rejects.toMatchObject(error)
    await expect(editor.remove(reference, dryRun)).rejects.toMatchObject(error)
    const { notices } = await editor.inventory()
    expect(notices.filter(({ params }) => JSON.stringify(params ?? {}).includes(unserved.kind.toLowerCase()))).toEqual(
      [],
    )
  })

  it('refuses to look for objects in a cluster it does not know', async () => {
    const { editor, aRoute, at } = given()
    const error = { code: 'not-found', params: { reason: 'no-such-cluster' } }
    await expect(editor.read({ ...at(aRoute()), cluster: 'no-such-cluster' })).rejects.toMatchObject(error)
    await expect(editor.create('no-such-cluster', aRoute(), dryRun)).rejects.toMatchObject(error)
  })

  it.each([
    ['name', '../pods'],
    ['name', 'a/b'],
    ['name', 'a%2fb'],
    ['name', '..'],
    ['name', '.'],
    ['name', ''],
    ['name', 'UPPER'],
    ['name', 'a?dryRun=All'],
    ['name', `${'a'.repeat(254)}`],
    ['namespace', '../../v1'],
    ['namespace', 'a.b'],
    ['namespace', ' '],
    ['kind', 'VirtualService/x'],
    ['apiVersion', 'networking.istio.io/v1/../..'],
    ['apiVersion', '../v1'],
  ])('refuses a %s of %j before it reaches a path', async (field, hostile) => {
    const { editor, cluster, aRoute, at } = given()
    const route = aRoute()
    const error = { name: 'AppError', code: 'invalid', params: { reason: 'bad-name', field } }
    const reference = { ...at(route), [field]: hostile }
    await expect(editor.read(reference)).rejects.toMatchObject(error)
    await expect(editor.remove(reference, forReal)).rejects.toMatchObject(error)
    const isInMetadata = field === 'name' || field === 'namespace'
    const object = isInMetadata
      ? { ...route, metadata: { ...route.metadata, resourceVersion: '1', [field]: hostile } }
      : { ...route, metadata: { ...route.metadata, resourceVersion: '1' }, [field]: hostile }
    await expect(editor.replace(cluster, object, forReal)).rejects.toMatchObject(error)
  })
}
