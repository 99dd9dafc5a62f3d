import { join } from 'node:path'
import { programs } from '../programs.ts'
import { lab } from '../settings.ts'
import type { Container } from './pod.ts'

/** What stands behind an image: the lab has no images, only programs on this machine. */
export interface ContainerProgram {
  /** `capture` is no process but the rules that istio-init would set. */
  kind: 'capture' | 'proxy' | 'application' | 'control-plane'
  entrypoint: string[]
  uid: number
}

/** Undefined for an image that the lab does not have. */
export function containerProgram({ name, image }: Container): ContainerProgram | undefined {
  if (name === 'istio-init' || name === 'istio-validation') {
    return { kind: 'capture', entrypoint: [], uid: 0 }
  }
  if (name === 'istio-proxy') {
    return { kind: 'proxy', entrypoint: [programs.pilotAgent], uid: lab.uids.proxy }
  }
  const images: Record<string, ContainerProgram> = {
    'exantas-lab/workload': {
      kind: 'application',
      entrypoint: [programs.node, join(lab.state, 'app', 'main.ts')],
      uid: lab.uids.app,
    },
    'exantas-lab/pilot': { kind: 'control-plane', entrypoint: [programs.pilotDiscovery], uid: 0 },
  }
  return images[image.replace(/:[^/]*$/, '')]
}

/** The command of a container's process; `command` replaces the image's own, as everywhere in Kubernetes. */
export function commandLine({ kind, entrypoint }: ContainerProgram, command: string[], args: string[]): string[] {
  const bootstrap = kind === 'proxy' && args[0] === 'proxy' ? ['--templateFile', programs.envoyBootstrap] : []
  return [...(command.length > 0 ? command.map(installed) : entrypoint), ...args, ...bootstrap]
}

/** Programs that Istio's template calls by name. */
export function installed(program: string): string {
  const byName: Record<string, string> = { 'pilot-agent': programs.pilotAgent, node: programs.node }
  return byName[program] ?? program
}
