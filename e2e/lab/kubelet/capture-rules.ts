/** What `istio-init` was asked to capture, by the arguments that Istio's template gives it. */
export interface Capture {
  outboundPort: string
  inboundPort: string
  proxyUid: string
  /** `*` or CIDRs of destinations to capture. */
  includeCidrs: string[]
  excludeCidrs: string[]
  /** `*` or ports of this pod to capture. */
  includeInbound: string[]
  excludeInbound: string[]
  excludeOutbound: string[]
}

/** Reads `istio-iptables`' arguments. */
export function parseCapture(args: readonly string[]): Capture {
  const list = (flag: string) => (argumentOf(args, flag) ?? '').split(',').filter((item) => item !== '')
  return {
    outboundPort: argumentOf(args, '-p') ?? '15001',
    inboundPort: argumentOf(args, '-z') ?? '15006',
    proxyUid: argumentOf(args, '-u') ?? '1337',
    includeCidrs: list('-i'),
    excludeCidrs: list('-x'),
    includeInbound: list('-b'),
    excludeInbound: list('-d'),
    excludeOutbound: list('-o'),
  }
}

function argumentOf(args: readonly string[], flag: string): string | undefined {
  const at = args.indexOf(flag)
  return at < 0 ? undefined : args[at + 1]
}

/**
 * nftables rules with the meaning of Istio's REDIRECT rules. The proxy's own traffic is never captured, except when it
 * calls its own pod's address: that is an inbound call. From 127.0.0.6 the sidecar speaks to its application.
 */
export function captureRules(capture: Capture): string {
  return `table inet exlab_capture
delete table inet exlab_capture
table inet exlab_capture {
  chain inbound {
    type nat hook prerouting priority dstnat; policy accept;
${lines(inboundRules(capture))}
  }
  chain outbound {
    type nat hook output priority -100; policy accept;
${lines(outboundRules(capture))}
  }
}
`
}

function inboundRules({ inboundPort, includeInbound, excludeInbound }: Capture): string[] {
  const ports = includeInbound.filter((port) => port !== '*')
  const all = ports.length < includeInbound.length
  const captured = all ? 'meta l4proto tcp' : `tcp dport ${set(ports)}`
  return [
    'iifname "lo" return',
    'meta nfproto != ipv4 return',
    ...(excludeInbound.length === 0 ? [] : [`tcp dport ${set(['15008', ...excludeInbound])} return`]),
    ...(includeInbound.length === 0 ? [] : [`${captured} redirect to :${inboundPort}`]),
  ]
}

function outboundRules(capture: Capture): string[] {
  const { outboundPort, inboundPort, proxyUid, includeCidrs, excludeCidrs, excludeOutbound } = capture
  const cidrs = includeCidrs.filter((cidr) => cidr !== '*')
  const all = cidrs.length < includeCidrs.length
  return [
    `meta skuid != ${proxyUid} udp dport 53 redirect to :15053`,
    `meta skuid != ${proxyUid} tcp dport 53 redirect to :15053`,
    'meta nfproto != ipv4 return',
    'meta l4proto != tcp return',
    'ip saddr 127.0.0.6 oifname "lo" return',
    `oifname "lo" ip daddr != 127.0.0.1 tcp dport != 15008 meta skuid ${proxyUid} redirect to :${inboundPort}`,
    `oifname "lo" meta skuid != ${proxyUid} return`,
    `meta skuid ${proxyUid} return`,
    `meta skgid ${proxyUid} return`,
    'ip daddr 127.0.0.1 return',
    ...(excludeOutbound.length === 0 ? [] : [`tcp dport ${set(excludeOutbound)} return`]),
    ...(excludeCidrs.length === 0 ? [] : [`ip daddr ${set(excludeCidrs)} return`]),
    ...(all ? [`meta l4proto tcp redirect to :${outboundPort}`] : []),
    ...(all || cidrs.length === 0 ? [] : [`ip daddr ${set(cidrs)} meta l4proto tcp redirect to :${outboundPort}`]),
  ]
}

function set(items: readonly string[]): string {
  return `{ ${items.join(', ')} }`
}

function lines(rules: readonly string[]): string {
  return rules.map((rule) => `    ${rule}`).join('\n')
}
