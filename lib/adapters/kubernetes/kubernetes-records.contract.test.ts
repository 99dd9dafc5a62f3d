import { afterEach, describe, expect, it } from 'vitest'
import { changeRecordsContract } from '../../ports/change-records.contract.ts'
import { WatchedFakes } from '../../testing/watched-fakes.ts'

const path = '/apis/exantas.dev/v1alpha1/changerecords'
const fakes = new WatchedFakes()

changeRecordsContract('an API server', async () => {
  const own = new WatchedFakes()
  const fake = await own.server()
  fake.serve(path, 'ChangeRecord')
  const { records } = await own.watch([fake])
  return { records, cluster: 'Kubernetes', namespace: 'shop', stop: () => own.closeAll() }
})

describe('records in a cluster', () => {
  afterEach(() => fakes.closeAll())

  it('say which manifest to apply where the kind is not installed, and are there once it is', async () => {
    const fake = await fakes.server()
    const { records } = await fakes.watch([fake])
    const place = { cluster: 'Kubernetes', namespace: 'shop', name: 'one' }
    const params = { reason: 'records-not-installed', manifest: 'deploy/crds/changerecords.yaml' }
    await expect(records.list({})).rejects.toMatchObject({ code: 'unavailable', params })
    await expect(records.read(place)).rejects.toMatchObject({ code: 'unavailable', params })
    fake.serve(path, 'ChangeRecord')
    expect(await records.list({})).toEqual([])
    await expect(records.read(place)).rejects.toMatchObject({ code: 'not-found', params: { reason: 'absent' } })
  })

  it('are read where the account may look, and ill-shaped ones left out', async () => {
    const fake = await fakes.server()
    fake.serve(path, 'ChangeRecord')
    fake.put(path, { metadata: { name: 'odd', namespace: 'shop' }, spec: { who: 'somebody' } })
    fake.misbehave({ how: 'forbidden', path })
    const { records } = await fakes.watch([fake], { namespaces: ['shop'] })
    expect(await records.list({})).toEqual([])
    const all = await fakes.watch([fake])
    await expect(all.records.list({})).rejects.toMatchObject({
      code: 'forbidden',
      params: { verb: 'list', resource: 'changerecords' },
    })
  })
})
