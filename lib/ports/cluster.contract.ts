import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { MeshObject } from '../domain/mesh/inventory.ts'
import { type KubernetesObject, type ObjectReference, referenceTo } from '../domain/mesh/kubernetes-object.ts'
import type { Cluster } from './cluster.ts'
import { accessLaws } from './cluster-access.contract.ts'
import { refusalLaws } from './cluster-refusals.contract.ts'

export interface ClusterFixture {
  /** The id objects are addressed by. */
  cluster: string
  /** May read everything, and write VirtualServices in `namespace`. */
  editor: Cluster
  namespace: string
  /** Others who ask; absent where the adapter knows nobody apart. */
  people?: {
    /** May read everything in `namespace`, knows that this is all, and may read nothing elsewhere. */
    viewer: Cluster
    nobody: Cluster
    /** A namespace the viewer may not look into. */
    elsewhere: string
  }
  /** A kind the API server could serve but does not. */
  unserved: { apiVersion: string; kind: string }
  /** Sets an annotation, as somebody else would with another tool. */
  annotateOutside(reference: ObjectReference, key: string, value: string): Promise<void>
  /** Ends every watch so that it cannot resume where it was (410); absent where nothing is watched. */
  loseHistory?(): Promise<void>
  stop?(): Promise<void>
}

export type Given = () => ClusterFixture & {
  /** A VirtualService of a host nobody calls; `spec` replaces fields of its spec. */
  aRoute(spec?: Record<string, unknown>): KubernetesObject
  /** Creates one that is removed after the test. */
  stored(spec?: Record<string, unknown>): Promise<KubernetesObject>
  at(object: KubernetesObject): ObjectReference
}

const dryRun = { dryRun: true }
const forReal = { dryRun: false }

/** The law of the port `Cluster` for an Istio mesh, over whatever the adapter is given to talk to. */
export function clusterContract(title: string, make: () => Promise<ClusterFixture>): void {
  describe(`Cluster: ${title}`, () => {
    let fixture: ClusterFixture
    let made: KubernetesObject[] = []

    beforeAll(async () => {
      fixture = await make()
    }, 120_000)
    afterEach(async () => {
      for (const object of made.splice(0)) {
        await fixture.editor.remove(referenceTo(fixture.cluster, object), forReal).catch(() => undefined)
      }
    })
    afterAll(() => fixture?.stop?.())

    const aRoute = (spec?: Record<string, unknown>) => {
      const object = routeNamed(`contract-${crypto.randomUUID().slice(0, 8)}`, fixture.namespace, spec)
      made = [...made, object]
      return object
    }
    const given: Given = () => ({
      ...fixture,
      aRoute,
      stored: async (spec) => (await fixture.editor.create(fixture.cluster, aRoute(spec), forReal)).object,
      at: (object) => referenceTo(fixture.cluster, object),
    })
    createLaws(given)
    replaceLaws(given)
    removeLaws(given)
    refusalLaws(given)
    watchLaws(given)
    accessLaws(given)
  })
}

function routeNamed(name: string, namespace: string, spec: Record<string, unknown> = {}): KubernetesObject {
  const host = `${name}.example`
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace, labels: { purpose: 'contract' } },
    spec: { hosts: [host], http: [{ name: 'all', route: [{ destination: { host } }] }], ...spec },
  }
}

/** What is left of an object when everything is taken away that a server counts. */
function ownContent({ metadata, ...object }: KubernetesObject): object {
  const { resourceVersion: _v, generation: _g, managedFields: _m, ...rest } = metadata
  return { ...object, metadata: rest }
}

async function shown(
  { editor, cluster }: Pick<ClusterFixture, 'editor' | 'cluster'>,
  object: KubernetesObject,
): Promise<MeshObject | undefined> {
  const { namespace, name } = referenceTo(cluster, object)
  const { objects } = await editor.inventory()
  return objects.find((one) => one.kind === object.kind && one.namespace === namespace && one.name === name)
}

const eventually = { timeout: 30_000, interval: 50 }

function createLaws(given: Given): void {
  it('shows what was created, fresh at once and soon in the inventory', async () => {
    const { editor, cluster, aRoute, at, ...fixture } = given()
    const route = aRoute()
    const { object, warnings } = await editor.create(cluster, route, forReal)
    expect(warnings).toEqual([])
    expect(object).toMatchObject({ ...route, metadata: { ...route.metadata, generation: 1 } })
    expect(object.metadata.uid).toMatch(/^[0-9a-f]{8}-/)
    expect(await editor.read(at(route))).toEqual(object)
    await vi.waitFor(async () => {
      const seen = await shown({ ...fixture, editor, cluster }, route)
      expect(seen).toMatchObject({ cluster, spec: route.spec, resourceVersion: object.metadata.resourceVersion })
    }, eventually)
  })

  it('refuses to create what is there', async () => {
    const { editor, cluster, stored, aRoute } = given()
    const { metadata } = await stored()
    const again = { ...aRoute(), metadata: { name: metadata.name, namespace: metadata.namespace } }
    for (const options of [dryRun, forReal]) {
      const error = { name: 'AppError', code: 'conflict', params: { reason: 'already-exists' } }
      await expect(editor.create(cluster, again, options)).rejects.toMatchObject(error)
    }
  })

  it('refuses to create an object that says it has a version', async () => {
    const { editor, cluster, aRoute } = given()
    const route = aRoute()
    const versioned = { ...route, metadata: { ...route.metadata, resourceVersion: '1' } }
    await expect(editor.create(cluster, versioned, forReal)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('stores nothing in a dry run of creation, and says what it would have stored', async () => {
    const { editor, cluster, aRoute, at } = given()
    const route = aRoute()
    const { object } = await editor.create(cluster, route, dryRun)
    expect(object).toMatchObject({ spec: route.spec, metadata: { name: route.metadata.name } })
    await expect(editor.read(at(route))).rejects.toMatchObject({ code: 'not-found', params: { reason: 'absent' } })
  })

  it('does nothing for a caller who has already left', async () => {
    const { editor, cluster, aRoute, at } = given()
    const reason = new Error('tab closed')
    const left = AbortSignal.abort(reason)
    const route = aRoute()
    await expect(editor.create(cluster, route, forReal, left)).rejects.toBe(reason)
    await expect(editor.read(at(route), left)).rejects.toBe(reason)
    await expect(editor.read(at(route))).rejects.toMatchObject({ code: 'not-found' })
  })
}

function replaceLaws(given: Given): void {
  const foreign = {
    http: [
      {
        name: 'all',
        corsPolicy: { allowOrigins: [{ exact: 'https://a.example' }], maxAge: '60s' },
        retries: { attempts: 3, perTryTimeout: '2s', retryOn: '5xx,reset' },
        headers: { response: { set: { 'x-zone': 'ü "quoted" \\ \u{1f600}' } } },
        route: [
          { destination: { host: 'a.example', port: { number: 80 } }, weight: 60 },
          { destination: { host: 'b.example' }, weight: 40, headers: { request: { remove: ['x-debug'] } } },
        ],
      },
    ],
    exportTo: ['.'],
  }

  it('changes what was asked and nothing else', async () => {
    const { editor, cluster, stored, at } = given()
    const object = await stored(foreign)
    await given().annotateOutside(at(object), 'example.com/note', 'kept\nas it "is"')
    const before = await editor.read(at(object))
    const after = structuredClone(before)
    const { spec } = after as { spec?: typeof foreign }
    Object.assign(spec?.http[0]?.route[0] ?? {}, { weight: 70 })
    const written = await editor.replace(cluster, after, forReal)
    const read = await editor.read(at(object))
    expect(read).toEqual(written.object)
    expect(ownContent(read)).toEqual(ownContent(after))
    expect(ownContent(read)).not.toEqual(ownContent(before))
    expect(read.metadata.generation).toBe((before.metadata.generation ?? 0) + 1)
    expect(read.metadata.resourceVersion).not.toBe(before.metadata.resourceVersion)
  })

  it('does not count a change of annotations as a change of the spec', async () => {
    const { editor, stored, at, annotateOutside } = given()
    const object = await stored()
    await annotateOutside(at(object), 'example.com/note', 'one')
    const { metadata } = await editor.read(at(object))
    expect(metadata.generation).toBe(object.metadata.generation)
    expect(metadata.resourceVersion).not.toBe(object.metadata.resourceVersion)
  })

  it('refuses a version that is not the last one, in a dry run too', async () => {
    const { editor, cluster, stored, at, annotateOutside } = given()
    const object = await stored()
    await annotateOutside(at(object), 'example.com/note', 'somebody was here')
    for (const options of [dryRun, forReal]) {
      const error = { name: 'AppError', code: 'conflict', params: { reason: 'stale', name: object.metadata.name } }
      await expect(editor.replace(cluster, object, options)).rejects.toMatchObject(error)
    }
    const { metadata } = await editor.read(at(object))
    expect(metadata.annotations).toMatchObject({ 'example.com/note': 'somebody was here' })
  })

  it('lets one of two win who replace the same version', async () => {
    const { editor, cluster, stored } = given()
    const object = await stored()
    const outcomes = await Promise.allSettled(
      ['one', 'two'].map((note) => {
        const labels = { ...object.metadata.labels, note }
        return editor.replace(cluster, { ...object, metadata: { ...object.metadata, labels } }, forReal)
      }),
    )
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(failed).toMatchObject([{ reason: { code: 'conflict', params: { reason: 'stale' } } }])
  })

  it('refuses to replace without a version', async () => {
    const { editor, cluster, stored } = given()
    const object = await stored()
    const { resourceVersion: _, ...metadata } = object.metadata
    const error = { code: 'invalid', params: { reason: 'missing-version' } }
    await expect(editor.replace(cluster, { ...object, metadata }, forReal)).rejects.toMatchObject(error)
    const empty = { ...object, metadata: { ...metadata, resourceVersion: '' } }
    await expect(editor.replace(cluster, empty, forReal)).rejects.toMatchObject(error)
  })

  it('refuses to replace what is gone', async () => {
    const { editor, cluster, stored, at } = given()
    const object = await stored()
    await editor.remove(at(object), forReal)
    await expect(editor.replace(cluster, object, forReal)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('stores nothing in a dry run of replacement, and says what it would have stored', async () => {
    const { editor, cluster, stored, at } = given()
    const before = await stored()
    const labels = { note: 'dry' }
    const changed = { ...before, metadata: { ...before.metadata, labels } }
    const { object } = await editor.replace(cluster, changed, dryRun)
    expect(object.metadata.labels).toEqual(labels)
    expect(await editor.read(at(before))).toEqual(before)
  })
}

function removeLaws(given: Given): void {
  it('removes, and the inventory forgets', async () => {
    const { editor, stored, at, ...fixture } = given()
    const object = await stored()
    await editor.remove(at(object), forReal)
    await expect(editor.read(at(object))).rejects.toMatchObject({ code: 'not-found', params: { reason: 'absent' } })
    await vi.waitFor(async () => expect(await shown({ ...fixture, editor }, object)).toBeUndefined(), eventually)
  })

  it('removes only the version it is told to', async () => {
    const { editor, stored, at, annotateOutside } = given()
    const object = await stored()
    await annotateOutside(at(object), 'example.com/note', 'newer')
    const { resourceVersion = '' } = object.metadata
    for (const { dryRun: isDry } of [dryRun, forReal]) {
      const error = { code: 'conflict', params: { reason: 'stale' } }
      await expect(editor.remove(at(object), { dryRun: isDry, resourceVersion })).rejects.toMatchObject(error)
    }
    const fresh = await editor.read(at(object))
    await editor.remove(at(object), { ...forReal, resourceVersion: fresh.metadata.resourceVersion ?? '' })
    await expect(editor.read(at(object))).rejects.toMatchObject({ code: 'not-found' })
  })

  it('removes nothing in a dry run', async () => {
    const { editor, stored, at } = given()
    const object = await stored()
    await editor.remove(at(object), dryRun)
    expect(await editor.read(at(object))).toEqual(object)
  })

  it('says that what it should remove is not there', async () => {
    const { editor, aRoute, at } = given()
    const error = { code: 'not-found', params: { reason: 'absent' } }
    await expect(editor.remove(at(aRoute()), forReal)).rejects.toMatchObject(error)
  })
}

function watchLaws(given: Given): void {
  it('sees what others change', async () => {
    const { stored, at, annotateOutside, ...fixture } = given()
    const object = await stored()
    await annotateOutside(at(object), 'example.com/note', 'seen')
    await vi.waitFor(async () => {
      expect((await shown(fixture, object))?.annotations).toMatchObject({ 'example.com/note': 'seen' })
    }, eventually)
  })

  it('goes on after the history it watched is lost', async ({ skip }) => {
    const { stored, at, annotateOutside, loseHistory, ...fixture } = given()
    if (loseHistory === undefined) {
      return skip('nothing is watched')
    }
    const object = await stored()
    await vi.waitFor(async () => expect(await shown(fixture, object)).toBeDefined(), eventually)
    await loseHistory()
    await annotateOutside(at(object), 'example.com/note', 'after the gap')
    const other = await stored()
    await vi.waitFor(async () => {
      expect((await shown(fixture, object))?.annotations).toMatchObject({ 'example.com/note': 'after the gap' })
      expect(await shown(fixture, other)).toBeDefined()
      expect((await fixture.editor.inventory()).notices).toEqual([])
    }, eventually)
  })
}
