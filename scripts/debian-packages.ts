import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

interface Need {
  package: string
  file: string
}

const needs: Need[] = [
  { package: 'chromium', file: '/usr/bin/chromium' },
  { package: 'fonts-noto-cjk', file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' },
  { package: 'prometheus', file: '/usr/bin/prometheus' },
]

/** Installs what the tests need from Debian when this is root on Debian; otherwise says what to install and ends. */
export function ensureDebianPackages(): void {
  const missing = needs.filter(({ file }) => !existsSync(file)).map((need) => need.package)
  if (missing.length === 0) {
    return
  }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(
      `The tests need these Debian packages: ${missing.join(' ')}\n  sudo apt-get install ${missing.join(' ')}`,
    )
    process.exit(2)
  }
  console.log(`Installing ${missing.join(', ')} …`)
  apt('update')
  apt('install', '-y', '--no-install-recommends', ...missing)
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
