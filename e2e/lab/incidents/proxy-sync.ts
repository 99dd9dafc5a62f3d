import { lab } from '../settings.ts'
import { until } from '../until.ts'

interface ProxyStatus {
  /** Pod and namespace: `frontend-v12-5d4f-abc.shop`. */
  proxy: string
  resources?: Record<string, { sent?: string; acked?: string; sentTime?: string }>
}

/** Workloads' proxies that a change concerns. */
export interface ProxyOwner {
  namespace: string
  app: string
}

/** Resolves when the proxies of these workloads were sent configuration after `since` and have accepted all they were sent. */
export async function untilProxiesTook(owners: readonly ProxyOwner[], since: Date): Promise<void> {
  const names = owners.map(({ namespace, app }) => `${app}.${namespace}`).join(', ')
  await until(
    `the proxies of ${names} have taken the change`,
    async () => {
      const proxies = await readProxies()
      return owners.every((owner) => {
        const own = proxies.filter((one) => isOf(one, owner))
        return own.length > 0 && own.every((one) => hasTaken(one, since))
      })
    },
    { seconds: 60, everyMs: 50 },
  )
}

async function readProxies(): Promise<ProxyStatus[]> {
  const response = await fetch(`${lab.urls.istiodDebug}/debug/syncz`)
  return (await response.json()) as ProxyStatus[]
}

function isOf({ proxy }: ProxyStatus, { namespace, app }: ProxyOwner): boolean {
  return proxy.startsWith(`${app}-`) && proxy.endsWith(`.${namespace}`)
}

function hasTaken({ resources = {} }: ProxyStatus, since: Date): boolean {
  const all = Object.values(resources)
  return all.some(({ sentTime = '' }) => new Date(sentTime) >= since) && all.every(({ sent, acked }) => sent === acked)
}
