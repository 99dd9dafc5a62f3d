import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

export interface DebianNeed {
  package: string
  /** Present when the package is. */
  file: string
  /** What Debian starts with it, on ports that are needed here. */
  service?: string
}

const needsOfTests: DebianNeed[] = [
  { package: 'chromium', file: '/usr/bin/chromium' },
  { package: 'fonts-noto-cjk', file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' },
  { package: 'openssl', file: '/usr/bin/openssl' },
  { package: 'prometheus', file: '/usr/bin/prometheus', service: 'prometheus' },
  { package: 'prometheus-alertmanager', file: '/usr/bin/prometheus-alertmanager', service: 'prometheus-alertmanager' },
]

/** Installs what the tests need from Debian when this is root on Debian; otherwise says what to install and ends. */
export function ensureDebianPackages(): void {
  const missing = missingDebianPackages(needsOfTests)
  if (missing.length > 0 && !canInstall()) {
    console.error(
      `The tests need these Debian packages: ${missing.join(' ')}\n  sudo apt-get install ${missing.join(' ')}`,
    )
    process.exit(2)
  }
  installDebianPackages(needsOfTests)
}

export function missingDebianPackages(needs: DebianNeed[]): string[] {
  return needs.filter(({ file }) => !existsSync(file)).map((need) => need.package)
}

/** Ends the process when apt-get fails: it has said why. Services that came with the packages do not stay. */
export function installDebianPackages(needs: DebianNeed[]): void {
  const missing = missingDebianPackages(needs)
  if (missing.length > 0) {
    console.log(`Installing ${missing.join(', ')} …`)
    apt('update')
    apt('install', '-y', '--no-install-recommends', ...missing)
    const services = needs.flatMap((need) => (missing.includes(need.package) ? (need.service ?? []) : []))
    if (services.length > 0 && existsSync('/run/systemd/system')) {
      spawnSync('systemctl', ['disable', '--now', '--quiet', ...services], { stdio: ['ignore', 'ignore', 'inherit'] })
    }
  }
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

function apt(...args: string[]): void {
  const { status } = spawnSync('apt-get', ['-qq', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0) {
    console.error(`apt-get ${args[0]} ended with ${status}`)
    process.exit(2)
  }
}
