import { startWorkload } from './start-workload.ts'
import { workloadLog } from './workload-log.ts'
import { workloadSettings } from './workload-settings.ts'

const { SERVICE = 'workload', VERSION = '' } = process.env
const log = workloadLog({ service: SERVICE, version: VERSION }, (line) => process.stdout.write(`${line}\n`))

try {
  const running = await startWorkload(workloadSettings(process.env), {
    log,
    random: Math.random,
    crash: () => process.exit(1),
  })
  const leave = async () => {
    await running.stop()
    process.exit(0)
  }
  process.once('SIGTERM', () => void leave()).once('SIGINT', () => void leave())
} catch (error) {
  log.failure('cannot start', { problem: error instanceof Error ? error.message : String(error) })
  process.exit(1)
}
