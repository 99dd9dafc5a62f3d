import type { EdgeView, GraphView, NodeView } from '#components/graph/view/graph-view.ts'
import { countStates } from '../domain/health/node-state.ts'

/** A healthy workload as it is drawn. */
export function aNodeView(id: string, fields: Partial<NodeView> = {}): NodeView {
  return {
    id,
    box: '',
    outline: 'workload',
    state: 'healthy',
    isOrigin: false,
    isInjected: false,
    name: id,
    facts: [],
    failuresPerSecond: 0,
    told: '',
    isDimmed: false,
    isHidden: false,
    ...fields,
  }
}

/** A quiet call as it is drawn, `source>target` by id. */
export function anEdgeView(source: string, target: string, fields: Partial<EdgeView> = {}): EdgeView {
  return {
    id: `${source}>${target}`,
    source,
    target,
    step: 1,
    tone: 'quiet',
    isTcp: false,
    isAttemptsOnly: false,
    isInjected: false,
    label: [],
    isDimmed: false,
    isHidden: false,
    ...fields,
  }
}

export function aGraphView(fields: Partial<GraphView> = {}): GraphView {
  return { nodes: [], edges: [], counts: countStates([]), ...fields }
}
