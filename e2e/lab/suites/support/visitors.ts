import { startVisitors, usualLoad } from '../../host-processes.ts'

/** More visitors, for as long as a suite needs; `restore` brings the usual ones back. */
export async function busyVisitors(requestsPerSecond: number): Promise<{ restore(): Promise<void> }> {
  await startVisitors({ ...usualLoad, requestsPerSecond })
  return { restore: () => startVisitors(usualLoad) }
}
