import { checkHonesty, isHonest, takeHonestyBaseline } from '../honesty/check-honesty.ts'
import { describeHonesty } from '../honesty/describe-honesty.ts'
import { ensureUp } from '../host-processes.ts'
import { LabFailure } from '../say.ts'

/** Compares what was counted for `istio_*` with Envoy's own counters, and fails when they disagree. */
export async function honesty(): Promise<void> {
  ensureUp()
  const report = await checkHonesty({ baseline: await takeHonestyBaseline() })
  console.log(describeHonesty(report))
  if (!isHonest(report)) {
    throw new LabFailure('The metrics and the proxies disagree.')
  }
}
