import { stopHostProcess } from '../host-process.ts'
import { hostProcessNames } from '../host-processes.ts'
import { removeAllNetworks } from '../kubelet/network.ts'
import { say } from '../say.ts'

/** Ends the lab's processes, each one gone before the next is asked, then its network namespaces and bridge. */
export async function down(): Promise<void> {
  for (const name of hostProcessNames) {
    await stopHostProcess(name)
  }
  removeAllNetworks()
  say('the lab is down')
}
