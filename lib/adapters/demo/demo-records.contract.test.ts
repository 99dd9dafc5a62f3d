import { changeRecordsContract } from '../../ports/change-records.contract.ts'
import { demoClusterName } from './blueprint.ts'
import { demoRecords } from './demo-records.ts'

changeRecordsContract('the demo', async () => ({
  records: demoRecords(),
  cluster: demoClusterName,
  namespace: 'shop',
}))
