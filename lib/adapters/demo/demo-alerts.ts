import type { Alert } from '../../domain/alerts/alert.ts'
import { toAlert } from '../../domain/alerts/to-alert.ts'
import type { UnixSeconds } from '../../domain/time.ts'
import type { Alerts } from '../../ports/alerts.ts'
import type { Clock } from '../../ports/clock.ts'
import { alertLabels, alertWindowSeconds, type DemoAlertRule, demoAlertRules } from './demo-alert-rules.ts'
import type { Flow } from './flow.ts'
import { type ScrapedWindow, scrapedWindow } from './scraped-counter.ts'
import type { DemoWorld } from './world.ts'

const evaluationSeconds = 15
/** How long before the world's start the simulated Prometheus began to evaluate rules. */
const evaluatedBeforeSeconds = 900
const lookBackSeconds = 3600

interface Group {
  rule: DemoAlertRule
  labels: Record<string, string>
  flows: Flow[]
}

/** While it holds: since when, and until which evaluation that was looked at. */
interface Spell {
  since: UnixSeconds
  until: UnixSeconds
}

/** What a Prometheus that evaluates the shipped alert rules over the demo world every 15 s would tell. */
export function demoAlerts(world: DemoWorld, clock: Clock): Alerts {
  const groups = groupsOf(world)
  let spells = new Map<Group, Spell>()
  let evaluated: { at: UnixSeconds; alerts: Alert[] } | undefined

  function evaluate(at: UnixSeconds): Alert[] {
    const window = windowAt(world, at)
    const holding = groups().flatMap((group) => {
      const value = group.rule.measure(group.flows, window, at)
      return value === undefined ? [] : [{ group, value, since: sinceWhen(world, group, at, spells.get(group)) }]
    })
    spells = new Map(holding.map(({ group, since }) => [group, { since, until: at }]))
    return holding.map(({ group, value, since }) => alertOf(group, value, { at, since }))
  }

  return {
    source: 'prometheus',
    async list(signal) {
      signal?.throwIfAborted()
      const at = Math.floor(clock.now() / evaluationSeconds) * evaluationSeconds
      if (evaluated?.at !== at) {
        evaluated = { at, alerts: evaluate(at) }
      }
      return evaluated.alerts
    },
  }
}

function windowAt(world: DemoWorld, at: UnixSeconds): ScrapedWindow {
  return scrapedWindow(world, { at, windowSeconds: alertWindowSeconds, now: at })
}

/** Flows come with new configuration and stay: only those not yet grouped are looked at. */
function groupsOf(world: DemoWorld): () => Group[] {
  const groups = new Map<string, Group>()
  let grouped = 0

  function add(flow: Flow): void {
    for (const rule of demoAlertRules) {
      if (rule.reads(flow)) {
        const labels = { alertname: rule.name, ...alertLabels(rule.by, flow), severity: rule.severity }
        const key = JSON.stringify(labels)
        const group: Group = groups.get(key) ?? { rule, labels, flows: [] }
        group.flows.push(flow)
        groups.set(key, group)
      }
    }
  }

  return () => {
    let index = 0
    for (const flow of world.flows()) {
      if (index >= grouped) {
        add(flow)
      }
      index += 1
    }
    grouped = index
    return [...groups.values()]
  }
}

/** The first of the evaluations up to `at` that all held, no further back than one whole hour and the present one. */
function sinceWhen(world: DemoWorld, group: Group, at: UnixSeconds, known: Spell | undefined): UnixSeconds {
  const hour = Math.floor(at / lookBackSeconds) * lookBackSeconds
  const first = Math.ceil((world.startedAt - evaluatedBeforeSeconds) / evaluationSeconds) * evaluationSeconds
  const floor = Math.max(hour - lookBackSeconds, first)
  let since = at
  while (since - evaluationSeconds >= floor) {
    const earlier = since - evaluationSeconds
    if (known !== undefined && earlier <= known.until) {
      return earlier >= known.since ? known.since : since
    }
    if (group.rule.measure(group.flows, windowAt(world, earlier), earlier) === undefined) {
      return since
    }
    since = earlier
  }
  return since
}

function alertOf(
  { rule, labels }: Group,
  value: number,
  { at, since }: { at: UnixSeconds; since: UnixSeconds },
): Alert {
  return toAlert({
    labels,
    annotations: { summary: rule.summary(labels, value) },
    state: at - since >= rule.forSeconds ? 'firing' : 'pending',
    startsAt: since,
    source: 'prometheus',
  })
}
