import { existsSync } from 'node:fs'
import { type DebianNeed, installDebianPackages, missingDebianPackages } from '../../scripts/debian-packages.ts'
import { built } from './programs.ts'
import { programOutput } from './run-program.ts'
import { CannotRunHere } from './say.ts'

const packages: DebianNeed[] = [
  { package: 'iproute2', file: '/sbin/ip' },
  { package: 'nftables', file: '/usr/sbin/nft' },
  { package: 'openssl', file: '/usr/bin/openssl' },
  { package: 'util-linux', file: '/usr/bin/setpriv' },
  { package: 'prometheus', file: '/usr/bin/prometheus', service: 'prometheus' },
  { package: 'prometheus-alertmanager', file: '/usr/bin/prometheus-alertmanager', service: 'prometheus-alertmanager' },
]
const venv: DebianNeed = { package: 'python3-venv', file: '/var/lib/dpkg/info/python3-venv.list' }

const isLinux = process.platform === 'linux'

/** Why the lab cannot run here, one sentence each; empty when it can. Debian packages count only where they cannot be installed. */
export function missingRequirements(): string[] {
  return isLinux ? [...rights(), ...namespaces(), ...debian(), ...builders()] : rights()
}

/** For commands that start nothing: whose lab it is may look at it and end it. */
export function ensureRights(): void {
  refuse(rights())
}

/** Installs what can be installed; throws with every missing requirement. */
export function ensureRequirements(): void {
  refuse(missingRequirements())
  installDebianPackages(debianNeeds())
}

function refuse(missing: string[]): void {
  if (missing.length > 0) {
    throw new CannotRunHere(`The lab cannot run here.\n${missing.map((line) => `  - ${line}`).join('\n')}`)
  }
}

function rights(): string[] {
  if (!isLinux) {
    return [`It needs Linux: network namespaces and nftables are not on ${process.platform}.`]
  }
  return process.getuid?.() === 0 ? [] : ['It needs root, to make network namespaces: run it with sudo.']
}

function namespaces(): string[] {
  if (process.getuid?.() !== 0) {
    return []
  }
  const probe = 'exlab-probe'
  programOutput('ip', ['netns', 'del', probe])
  const made = programOutput('ip', ['netns', 'add', probe]) !== undefined
  programOutput('ip', ['netns', 'del', probe])
  return made || !existsSync('/sbin/ip') ? [] : ['This machine lets root make no network namespaces (ip netns add).']
}

function debian(): string[] {
  const names = missingDebianPackages(debianNeeds())
  return names.length === 0 || existsSync('/usr/bin/apt-get')
    ? []
    : [`It needs these programs, by their Debian packages: ${names.join(' ')}.`]
}

/** Debian's python3 alone cannot make the environment that Envoy is installed from. */
function debianNeeds(): DebianNeed[] {
  const hasVenv = existsSync(built.envoy) || programOutput('python3', ['-c', 'import venv, ensurepip']) !== undefined
  return hasVenv ? packages : [...packages, venv]
}

/** What builds is needed only until everything is built. */
function builders(): string[] {
  const lines: string[] = []
  if (![built.kubernetes, built.istio, built.jaeger].every((folder) => existsSync(folder))) {
    const version = /go(\d+)\.(\d+)/.exec(programOutput('go', ['version']) ?? '')
    const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)]
    if (major < 1 || (major === 1 && minor < 26)) {
      lines.push(
        `It needs Go 1.26 or newer (https://go.dev/dl) to build Kubernetes and Istio: ${version ? `found ${version[0]}` : "there is none on root's PATH"}.`,
      )
    }
  }
  if (!existsSync(built.envoy) && process.arch !== 'x64') {
    lines.push(`Envoy is pinned for x86-64 only; this machine is ${process.arch}.`)
  }
  return lines
}
