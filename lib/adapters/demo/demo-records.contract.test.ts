import { changeRecordsContract } from '../../ports/change-records.contract.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { demoClusterName } from './blueprint.ts'
import { demoRecords } from './demo-records.ts'
import { demoWorld } from './world.ts'

changeRecordsContract('the demo', async () => {
  const startedAt = 1_795_262_400
  const world = demoWorld({ seed: 1, services: 12, startedAt })
  return {
    records: demoRecords(world, new ManualClock(startedAt)),
    cluster: demoClusterName,
    namespace: 'shop',
  }
})
