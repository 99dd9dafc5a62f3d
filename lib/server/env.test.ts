import { describe, expect, test } from 'vitest'
import { parseEnv } from './env.ts'

function problemsOf(variables: Record<string, string>): string[] {
  const parsed = parseEnv({ NODE_ENV: 'test', ...variables })
  return 'problems' in parsed ? parsed.problems : []
}

describe('the environment', () => {
  test('the demo needs nothing but its name, and listens on loopback', () => {
    const parsed = parseEnv({ NODE_ENV: 'test', EXANTAS_SOURCE: 'demo' })
    expect(parsed).toMatchObject({ env: { HOST: '127.0.0.1', PORT: 3000, EXANTAS_DEMO_SERVICES: 12 } })
  })

  test('an unset or unknown source is one clear sentence', () => {
    expect(problemsOf({})).toEqual(['EXANTAS_SOURCE must be demo or cluster'])
    expect(problemsOf({ EXANTAS_SOURCE: 'kiali' })).toEqual(['EXANTAS_SOURCE must be demo or cluster'])
  })

  test('each bad variable has its own sentence that names it', () => {
    const problems = problemsOf({
      EXANTAS_SOURCE: 'demo',
      PORT: 'http',
      EXANTAS_DEMO_SERVICES: '3',
      EXANTAS_DEMO_SPEED: '-1',
    })
    expect(problems).toHaveLength(3)
    for (const name of ['PORT', 'EXANTAS_DEMO_SERVICES', 'EXANTAS_DEMO_SPEED']) {
      expect(problems.filter((problem) => problem.includes(name))).toHaveLength(1)
    }
  })

  test('a cluster needs a Prometheus address that is one', () => {
    expect(problemsOf({ EXANTAS_SOURCE: 'cluster' })).toEqual([
      'EXANTAS_PROMETHEUS_URL is required with EXANTAS_SOURCE=cluster',
    ])
    expect(problemsOf({ EXANTAS_SOURCE: 'cluster', EXANTAS_PROMETHEUS_URL: 'ftp://x' })).toEqual([
      'EXANTAS_PROMETHEUS_URL must be an http or https address',
    ])
  })

  test('an empty variable counts as absent', () => {
    expect(problemsOf({ EXANTAS_SOURCE: 'demo', PORT: '', HOST: '' })).toEqual([])
  })

  test('cluster ids and headers are read as maps, and refused when they are not', () => {
    const variables = { EXANTAS_SOURCE: 'cluster', EXANTAS_PROMETHEUS_URL: 'https://prometheus.example/p/' }
    expect(
      parseEnv({
        NODE_ENV: 'test',
        ...variables,
        EXANTAS_CLUSTER_IDS: 'lab=Kubernetes, eu=eu-1',
        EXANTAS_PROMETHEUS_HEADERS: '{"X-Scope-OrgID":"a"}',
      }),
    ).toMatchObject({
      env: {
        EXANTAS_PROMETHEUS_URL: 'https://prometheus.example/p',
        EXANTAS_CLUSTER_IDS: { lab: 'Kubernetes', eu: 'eu-1' },
        EXANTAS_PROMETHEUS_HEADERS: { 'X-Scope-OrgID': 'a' },
      },
    })
    expect(problemsOf({ ...variables, EXANTAS_CLUSTER_IDS: 'lab' })).toHaveLength(1)
    expect(problemsOf({ ...variables, EXANTAS_PROMETHEUS_HEADERS: '[1]' })).toHaveLength(1)
  })

  test('namespaces are names, or the sentence says so', () => {
    const variables = { EXANTAS_SOURCE: 'cluster', EXANTAS_PROMETHEUS_URL: 'https://prometheus.example' }
    const parsed = parseEnv({ NODE_ENV: 'test', ...variables, EXANTAS_NAMESPACES: 'shop, pay,' })
    expect(parsed).toMatchObject({ env: { EXANTAS_NAMESPACES: ['shop', 'pay'] } })
    for (const wrong of ['shop,../pay', 'Shop', 'a.b']) {
      expect(problemsOf({ ...variables, EXANTAS_NAMESPACES: wrong })).toEqual([
        'EXANTAS_NAMESPACES must be names of namespaces, comma-separated',
      ])
    }
  })

  test('two ways to sign in at Prometheus exclude each other', () => {
    const problems = problemsOf({
      EXANTAS_SOURCE: 'cluster',
      EXANTAS_PROMETHEUS_URL: 'http://localhost:9090',
      EXANTAS_PROMETHEUS_BEARER_TOKEN: 'secret',
      EXANTAS_PROMETHEUS_USERNAME: 'me',
    })
    expect(problems).toHaveLength(1)
    expect(problems[0]).not.toContain('secret')
  })
})
