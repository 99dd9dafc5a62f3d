import { loadRules, namespaceOfPod, networkNamespaces } from '../kubelet/network.ts'
import type { Incident } from './incident.ts'
import { somePodsOf } from './shop-pods.ts'

/** The nftables table that drops packets. */
export const lossTable = 'exlab_packet_loss'
const lostPercent = 30
const sender = { namespace: 'shop', app: 'frontend' }
const receiver = { namespace: 'shop', app: 'currency' }

/** Of what frontend sends to currency, 30 % of the packets never arrive. */
export const packetLoss: Incident = {
  name: 'packet-loss',
  summary: `${lostPercent} % of the packets from frontend to currency are lost`,
  actsOn: 'network',
  async start() {
    const addresses = (await somePodsOf(sender)).map(({ ip }) => ip)
    for (const pod of await somePodsOf(receiver)) {
      loadRules(namespaceOfPod(pod), textOf([...withoutTable, ...lossRules(addresses)]))
    }
  },
  async heal() {
    for (const network of networksOf(receiver)) {
      loadRules(network, textOf(withoutTable))
    }
  },
}

/** Declared first, so that deleting it succeeds where it never was. */
const withoutTable = [`table inet ${lossTable} {}`, `delete table inet ${lossTable}`]

/** Seen before the sidecar's redirect, so that nothing depends on where a packet goes next. */
function lossRules(addresses: readonly string[]): string[] {
  return [
    `table inet ${lossTable} {`,
    'chain arriving {',
    'type filter hook prerouting priority raw; policy accept;',
    `ip saddr { ${addresses.join(', ')} } numgen random mod 100 < ${lostPercent} drop`,
    '}',
    '}',
  ]
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}

/** Of pods that are no longer ready too. */
function networksOf({ namespace, app }: typeof receiver): string[] {
  return networkNamespaces().filter((name) => name.startsWith(namespaceOfPod({ namespace, name: `${app}-` })))
}
