import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kubeconfig } from './control-plane/public-keys.ts'
import { fillManifest, manifestsIn } from './fill-manifest.ts'
import { apply, kubectl } from './kubectl.ts'
import { lab } from './settings.ts'

const deploy = join(import.meta.dirname, '../../deploy')

/** Who may ask the lab's API server what: the console as an operator installs it, and three people. */
export const identities = {
  console: { namespace: 'exantas', name: 'exantas' },
  editor: { namespace: 'people', name: 'editor' },
  viewer: { namespace: 'people', name: 'viewer' },
  nobody: { namespace: 'people', name: 'nobody' },
}
export type IdentityName = keyof typeof identities

/** Applies the product's own kinds and RBAC files unchanged, and the lab's people. */
export async function applyIdentities(): Promise<void> {
  for (const path of manifestsIn('identities')) {
    await apply(fillManifest(path))
  }
  for (const name of ['crds/changerecords.yaml', 'rbac.yaml', 'people.yaml']) {
    await apply(readFileSync(join(deploy, name), 'utf8'))
  }
}

/** A kubeconfig file for one of them, with a token of its ServiceAccount (TokenRequest) that lasts `seconds`. */
export async function identityKubeconfig(who: IdentityName, seconds = 4 * 3600): Promise<string> {
  const { namespace, name } = identities[who]
  const token = await kubectl(['-n', namespace, 'create', 'token', name, `--duration=${seconds}s`])
  const folder = join(lab.state, 'identities')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${who}.kubeconfig`)
  writeFileSync(file, kubeconfig(name, token.trim()), { mode: 0o600 })
  return file
}
