import { startVisitors } from '../../host-processes.ts'

/** The load that the lab has when nobody asks for another. */
const usual = { requestsPerSecond: 10, seconds: 4 * 3600 }

/** More visitors, for as long as a suite needs; `restore` brings the usual ones back. */
export async function busyVisitors(requestsPerSecond: number): Promise<{ restore(): Promise<void> }> {
  await startVisitors({ requestsPerSecond, seconds: 900 })
  return { restore: () => startVisitors(usual) }
}
