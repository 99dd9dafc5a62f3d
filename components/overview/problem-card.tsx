'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatRate, formatRatio, joined } from '#lib/client/format.ts'
import { graphHref, serviceHref } from '#lib/client/hrefs.ts'
import type { Scope } from '#lib/domain/graph/scope.ts'
import type { GraphEdge, GraphNode, GraphSnapshot } from '#lib/domain/graph/snapshot.ts'
import type { MeshProblem } from '#lib/domain/health/rank-problems.ts'
import { defaultThresholds } from '#lib/domain/health/thresholds.ts'
import { flagMeaning } from '#lib/i18n/flag-words.ts'
import { HealthGlyph } from '../ui/health-glyph.tsx'

export interface TrafficById {
  nodes: ReadonlyMap<string, GraphNode>
  edges: ReadonlyMap<string, GraphEdge>
}

export function trafficById({ nodes, edges }: GraphSnapshot): TrafficById {
  return {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    edges: new Map(edges.map((edge) => [edge.id, edge])),
  }
}

export interface ProblemCardProps {
  scope: Scope
  problem: MeshProblem
  traffic: TrafficById
  /** The page of the service concerned, when there is one. */
  serviceOf: (node: GraphNode) => { cluster: string; namespace: string; name: string } | undefined
}

function nameOf(node: GraphNode | undefined, id: string | undefined): string {
  if (node === undefined) {
    return id ?? '–'
  }
  const name = node.name === '' ? (node.app ?? node.id) : node.name
  return node.version === undefined || name.endsWith(node.version) ? name : `${name} ${node.version}`
}

type SentenceKey = `${'edge' | 'node'}${'Fails' | 'Broken' | 'Errors' | 'ClientErrors' | 'Retries'}`

/** What went wrong, by the judgement's own order: server failures, refused connections, client failures, hidden retries. */
function sentenceKey({ kind, health, errorRatio }: MeshProblem, found: GraphNode | GraphEdge | undefined): SentenceKey {
  if ((errorRatio ?? 0) > 0 && (health === 'failing' || (errorRatio ?? 0) >= defaultThresholds.degradedErrorRatio)) {
    return health === 'failing' ? `${kind}Fails` : `${kind}Errors`
  }
  if ((found?.clientErrorRatio ?? 0) >= defaultThresholds.degradedClientErrorRatio) {
    return `${kind}ClientErrors`
  }
  return health === 'failing' || found?.requestsPerSecond === undefined ? `${kind}Broken` : `${kind}Retries`
}

/** One thing that is wrong, as a sentence, with what it costs and where to look. */
export function ProblemCard({ scope, problem, traffic, serviceOf }: ProblemCardProps) {
  const t = useTranslations('overview.problem')
  const words = useTranslations('words.health')
  const source = problem.sourceId === undefined ? undefined : traffic.nodes.get(problem.sourceId)
  const targetId = problem.targetId ?? problem.id
  const target = traffic.nodes.get(targetId)
  const found = traffic.edges.get(problem.id) ?? traffic.nodes.get(problem.id)
  const service = target === undefined ? undefined : serviceOf(target)
  const code = useCodeText(problem)
  const isFailing = problem.health === 'failing'
  const sentence = sentenceKey(problem, found)
  const share = sentence.endsWith('ClientErrors') ? found?.clientErrorRatio : problem.errorRatio
  const strong = (text: string) => () => <b className="font-semibold">{text}</b>
  return (
    <article
      className={`grid grid-cols-[28px_minmax(0,1fr)] rounded-md border border-l-[3px] border-line bg-surface py-3 pr-4 pl-2 ${isFailing ? 'border-l-failing' : 'border-l-degraded'}`}
    >
      <span className="pt-1 pl-1.5">
        <HealthGlyph health={problem.health} role={isFailing ? 'origin' : undefined} label={words(problem.health)} />
      </span>
      <div className="min-w-0">
        <h3 className="text-title [overflow-wrap:anywhere]">
          {t.rich(sentence, {
            code: code ?? 'none',
            source: strong(nameOf(source, problem.sourceId)),
            target: strong(nameOf(target, targetId)),
            share: strong(joined(formatRatio(share))),
          })}
        </h3>
        <div className="flex items-baseline gap-x-6">
          <Cost problem={problem} traffic={traffic} />
          <p className="ml-auto flex shrink-0 gap-x-4 text-accent">
            <Link
              className="hover:underline"
              href={graphHref({ ...scope, type: 'versioned-app' }, { sel: problem.id })}
            >
              {t('graph')}
            </Link>
            {service ? (
              <Link className="hover:underline" href={serviceHref(scope, service)}>
                {t('service')}
              </Link>
            ) : null}
          </p>
        </div>
      </div>
    </article>
  )
}

function useCodeText({ topCode, topFlag }: MeshProblem): string | undefined {
  const t = useTranslations('overview.problem')
  const flags = useTranslations('flags')
  const code = topCode === '0' ? t('noAnswer') : topCode?.replace(/^grpc /, 'gRPC ')
  if (topFlag === undefined) {
    return code
  }
  const meaning = flagMeaning(flags, topFlag)
  const flag = meaning === undefined ? topFlag : t('flag', { flag: topFlag, meaning })
  return code === undefined ? flag : `${code} ${flag}`
}

const namedVictims = 3

function Cost({ problem, traffic }: Pick<ProblemCardProps, 'problem' | 'traffic'>) {
  const t = useTranslations('overview.problem')
  const parts: ReactNode[] = []
  const places = [problem.sourceId, problem.targetId ?? problem.id]
    .map((id) => (id === undefined ? undefined : traffic.nodes.get(id)?.namespace))
    .filter((namespace) => namespace !== undefined && namespace !== '')
  if (places.length > 0) {
    parts.push([...new Set(places)].join(' → '))
  }
  if (problem.failedPerSecond > 0) {
    const rate = formatRate(problem.failedPerSecond).value
    parts.push(
      problem.requestsPerSecond === undefined
        ? t('failedConnections', { rate })
        : t('failed', { rate, total: formatRate(problem.requestsPerSecond).value }),
    )
  }
  if (problem.affectedCallers > 0) {
    parts.push(t('callers', { count: problem.affectedCallers }))
  }
  if (problem.siblingsHealthy !== undefined) {
    parts.push(
      t('siblings', { versions: problem.siblingsHealthy.join(t('separator')), count: problem.siblingsHealthy.length }),
    )
  }
  const victims = problem.victimIds.map((id) => {
    const node = traffic.nodes.get(id)
    return node?.kind === 'unknown' ? t('unknownCaller') : nameOf(node, id)
  })
  if (victims.length > 0) {
    parts.push(
      victims.length <= namedVictims
        ? t('victimsNamed', { names: victims.join(t('separator')), count: victims.length })
        : t('victims', { count: victims.length }),
    )
  }
  return parts.length === 0 ? null : <p className="min-w-0 text-text-3">{parts.join(' · ')}</p>
}
