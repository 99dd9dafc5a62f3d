import { programOutput } from '../../run-program.ts'
import { lab } from '../../settings.ts'

/** Names of the network namespaces of a Kubernetes namespace's pods. */
export function networkNamespacesOf(namespace: string): string[] {
  return (programOutput('ip', ['netns', 'list']) ?? '')
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name.startsWith(`${lab.netnsPrefix}${namespace}-`))
}
