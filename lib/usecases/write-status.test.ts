import { expect, it } from 'vitest'
import { agreed, changeHouse, firstWrite } from '../testing/change-house.ts'
import { applyChange } from './apply-change.ts'
import { undoChange } from './undo-change.ts'
import { writeStatus } from './write-status.ts'

it('leaves a change that was taken back where it is, however late the traffic is seen', async () => {
  const house = changeHouse()
  const ann = { name: 'ann' }
  const applied = await applyChange(house.ctx, ann, await agreed(house, firstWrite))
  await undoChange(house.ctx, ann, { namespace: 'shop', name: applied.metadata.name })
  await writeStatus(house.ctx, applied, { phase: 'seen', seenAt: '2026-01-01T00:00:00Z' })
  const { status } = await house.ctx.records.read({ cluster: 'demo', namespace: 'shop', name: applied.metadata.name })
  expect(status).toMatchObject({ phase: 'undone', seenAt: '2026-01-01T00:00:00Z' })
})
