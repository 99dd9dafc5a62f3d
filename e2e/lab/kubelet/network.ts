import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { lab } from '../settings.ts'
import { endProcesses, processesOfNamespace, processesOfPods } from './leftovers.ts'

/** What a pod's network namespace is called. */
export function namespaceOfPod({ namespace, name }: { namespace: string; name: string }): string {
  return `${lab.netnsPrefix}${namespace}-${name}`
}

/** The bridge that joins all pods with the host. */
export function ensureBridge(): void {
  if (!existsSync(`/sys/class/net/${lab.bridge}`)) {
    ip(['link', 'add', lab.bridge, 'type', 'bridge'])
  }
  ip(['addr', 'replace', `${lab.gatewayIp}/16`, 'dev', lab.bridge])
  ip(['link', 'set', lab.bridge, 'up'])
}

/** A network namespace with one interface on the bridge. */
export function addNamespace(name: string, address: string): void {
  ensureBridge()
  if (!networkNamespaces().includes(name)) {
    ip(['netns', 'add', name])
  }
  if (!hasInterface(name)) {
    const outer = outerInterface(name)
    ip(['link', 'add', outer, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name])
    ip(['link', 'set', outer, 'master', lab.bridge, 'up'])
  }
  const batch = [
    `link set eth0 address ${hardwareAddress(address)}`,
    `addr replace ${address}/16 dev eth0`,
    'link set lo up',
    'link set eth0 up',
    `route replace default via ${lab.gatewayIp}`,
  ]
  ip(['-n', name, '-batch', '-'], batch.join('\n'))
}

/** Ends what runs in a network namespace and removes it with its interface and files. */
export function removeNamespace(name: string): void {
  endProcesses(() => processesOfNamespace(name))
  // Its peer goes with it; a namespace would take both with it too, but at some later time.
  if (existsSync(`/sys/class/net/${outerInterface(name)}`)) {
    ip(['link', 'del', outerInterface(name)])
  }
  if (networkNamespaces().includes(name)) {
    ip(['netns', 'del', name])
  }
  rmSync(filesOf(name), { recursive: true, force: true })
}

/** Everything that pods left on this machine: processes, namespaces, interfaces. Other namespaces of the lab stay. */
export function removePodNetworks(): void {
  endProcesses(processesOfPods)
  for (const name of networkNamespaces()) {
    if (/^[^-]+-.+/.test(name.slice(lab.netnsPrefix.length))) {
      removeNamespace(name)
    }
  }
}

/** Leaves no process, namespace or bridge of the lab behind. */
export function removeAllNetworks(): void {
  endProcesses(processesOfPods)
  networkNamespaces().forEach(removeNamespace)
  if (existsSync(`/sys/class/net/${lab.bridge}`)) {
    ip(['link', 'del', lab.bridge])
  }
}

/** Writes a file of /etc as processes of a namespace see it; in place, because running ones have the file itself mounted. */
export function writeNamespaceFile(name: string, file: string, text: string): void {
  const path = join(filesOf(name), file)
  mkdirSync(filesOf(name), { recursive: true })
  const descriptor = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o644)
  try {
    writeSync(descriptor, text, 0)
    ftruncateSync(descriptor, Buffer.byteLength(text))
  } finally {
    closeSync(descriptor)
  }
}

/** Loads nftables rules in a namespace. */
export function loadRules(name: string, rules: string): void {
  execFileSync('ip', ['netns', 'exec', name, 'nft', '-f', '-'], { input: rules, stdio: ['pipe', 'ignore', 'pipe'] })
}

/** Sets a kernel parameter (`net.ipv4.…`) in a namespace. */
export function setKernelParameter(name: string, parameter: string, value: string): void {
  const script = 'printf %s "$2" > "/proc/sys/$(printf %s "$1" | tr . /)"'
  execFileSync('ip', ['netns', 'exec', name, 'sh', '-c', script, 'sh', parameter, value], { stdio: 'pipe' })
}

/** The network namespaces of the lab, by name. */
export function networkNamespaces(): string[] {
  const listed = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })
  return listed
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name.startsWith(lab.netnsPrefix))
}

function hasInterface(name: string): boolean {
  return ip(['-n', name, '-o', 'link', 'show']).includes(' eth0')
}

/** Interface names have at most 15 characters. */
function outerInterface(name: string): string {
  return `exl${createHash('sha256').update(name).digest('hex').slice(0, 11)}`
}

/** Told by the address, so that a neighbour who remembers the pod that had the address before still finds this one. */
function hardwareAddress(address: string): string {
  const bytes = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'))
  return ['0a', '58', ...bytes].join(':')
}

function filesOf(name: string): string {
  return join('/etc/netns', name)
}

function ip(args: string[], input = ''): string {
  return execFileSync('ip', args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] })
}
