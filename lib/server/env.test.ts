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

  test('the demo is told by name what goes wrong, and when counted from its start', () => {
    const plannedOf = (value: string) => {
      const parsed = parseEnv({ NODE_ENV: 'test', EXANTAS_SOURCE: 'demo', EXANTAS_DEMO_INCIDENT: value })
      return 'env' in parsed && parsed.env.EXANTAS_SOURCE === 'demo' ? parsed.env.EXANTAS_DEMO_INCIDENT : undefined
    }
    expect(plannedOf('')).toEqual([])
    expect(plannedOf('missing-subset')).toEqual([{ name: 'missing-subset', afterSeconds: 0 }])
    expect(plannedOf('version-slow@-30m, load-surge@+90s, packet-loss@1.5h')).toEqual([
      { name: 'version-slow', afterSeconds: -1_800 },
      { name: 'load-surge', afterSeconds: 90 },
      { name: 'packet-loss', afterSeconds: 5_400 },
    ])
  })

  test.each(['no-such-thing', 'load-surge@', 'load-surge@soon', 'load-surge,load-surge@5m', 'load-surge@5'])(
    'an incident like %s is refused with the names there are',
    (value) => {
      const [problem, ...others] = problemsOf({ EXANTAS_SOURCE: 'demo', EXANTAS_DEMO_INCIDENT: value })
      expect(others).toEqual([])
      expect(problem).toMatch(/^EXANTAS_DEMO_INCIDENT must look like .*external-host-down/)
    },
  )

  test('the demo is quiet when told so, in so many words', () => {
    const quiet = (value: string) => parseEnv({ NODE_ENV: 'test', EXANTAS_SOURCE: 'demo', EXANTAS_DEMO_QUIET: value })
    expect(quiet('true')).toMatchObject({ env: { EXANTAS_DEMO_QUIET: true } })
    expect(quiet('')).toMatchObject({ env: { EXANTAS_DEMO_QUIET: false } })
    expect(quiet('yes')).toEqual({ problems: ['EXANTAS_DEMO_QUIET must be true or false'] })
  })

  test('a cluster needs a Prometheus address that is one', () => {
    expect(problemsOf({ EXANTAS_SOURCE: 'cluster' })).toEqual([
      'EXANTAS_PROMETHEUS_URL is required with EXANTAS_SOURCE=cluster',
    ])
    expect(problemsOf({ EXANTAS_SOURCE: 'cluster', EXANTAS_PROMETHEUS_URL: 'ftp://x' })).toEqual([
      'EXANTAS_PROMETHEUS_URL must be an http or https address',
    ])
  })

  test('istiods are addresses of replicas, and writes have a pace', () => {
    const variables = { EXANTAS_SOURCE: 'cluster', EXANTAS_PROMETHEUS_URL: 'http://p' }
    const EXANTAS_ISTIOD_URL = 'http://a:15014/, https://b'
    expect(parseEnv({ NODE_ENV: 'test', ...variables, EXANTAS_ISTIOD_URL })).toMatchObject({
      env: {
        EXANTAS_ISTIOD_URL: ['http://a:15014', 'https://b'],
        EXANTAS_WRITES_PER_SECOND: 1,
        EXANTAS_WRITE_BURST: 5,
      },
    })
    expect(problemsOf({ ...variables, EXANTAS_ISTIOD_URL: 'istiod:15014' })).toEqual([
      'EXANTAS_ISTIOD_URL must be an http or https address',
    ])
    expect(problemsOf({ ...variables, EXANTAS_ISTIOD_TOKEN_FILE: '/no/such/file' })).toEqual([
      'EXANTAS_ISTIOD_TOKEN_FILE must name a file that can be read',
    ])
    expect(problemsOf({ ...variables, EXANTAS_WRITE_BURST: '0.5', EXANTAS_WRITES_PER_SECOND: '0' })).toHaveLength(2)
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
        EXANTAS_PROMETHEUS_URL: ['https://prometheus.example/p'],
        EXANTAS_CLUSTER_IDS: { lab: 'Kubernetes', eu: 'eu-1' },
        EXANTAS_PROMETHEUS_HEADERS: { 'X-Scope-OrgID': 'a' },
      },
    })
    expect(problemsOf({ ...variables, EXANTAS_CLUSTER_IDS: 'lab' })).toHaveLength(1)
    expect(problemsOf({ ...variables, EXANTAS_PROMETHEUS_HEADERS: '[1]' })).toHaveLength(1)
  })

  test('credentials in an address that nobody can decode are one sentence, which does not tell them', () => {
    const address = 'https://eve:100%secret@prometheus.example'
    const problems = problemsOf({ EXANTAS_SOURCE: 'cluster', EXANTAS_PROMETHEUS_URL: address })
    expect(problems).toEqual(['EXANTAS_PROMETHEUS_URL must have the user and password in it percent-encoded'])
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

describe('Prometheus and Alertmanager', () => {
  const cluster = { EXANTAS_SOURCE: 'cluster', EXANTAS_PROMETHEUS_URL: 'https://prometheus.example' }
  const envOf = (variables: Record<string, string>) => parseEnv({ NODE_ENV: 'test', ...cluster, ...variables })

  test('several addresses are read in their order, and each must be one', () => {
    const urls = 'https://a.example/prometheus/, http://b.example:9090'
    expect(envOf({ EXANTAS_PROMETHEUS_URL: urls })).toMatchObject({
      env: { EXANTAS_PROMETHEUS_URL: ['https://a.example/prometheus', 'http://b.example:9090'] },
    })
    for (const wrong of ['https://a.example,', 'https://a.example,b.example', ',']) {
      expect(problemsOf({ ...cluster, EXANTAS_PROMETHEUS_URL: wrong })[0]).toBe(
        'EXANTAS_PROMETHEUS_URL must be an http or https address',
      )
    }
  })

  test('parameters of every query are read as an address has them, and may not be those of a query', () => {
    const told = 'dedup=true&storeMatch[]={a="b"}&storeMatch[]=c'
    expect(envOf({ EXANTAS_PROMETHEUS_PARAMS: told })).toMatchObject({
      env: {
        EXANTAS_PROMETHEUS_PARAMS: [
          ['dedup', 'true'],
          ['storeMatch[]', '{a="b"}'],
          ['storeMatch[]', 'c'],
        ],
      },
    })
    for (const wrong of ['query=up', 'dedup=true&time=1', '=x', '&']) {
      expect(problemsOf({ ...cluster, EXANTAS_PROMETHEUS_PARAMS: wrong })).toEqual([
        expect.stringMatching(/^EXANTAS_PROMETHEUS_PARAMS must look like dedup=true/),
      ])
    }
  })

  test('files of certificates must be there, or the sentence names the variable', () => {
    expect(problemsOf({ ...cluster, EXANTAS_PROMETHEUS_CA_FILE: '/no/such/ca.pem' })).toEqual([
      'EXANTAS_PROMETHEUS_CA_FILE must name a file that can be read',
    ])
  })

  test('a certificate and its key need each other', () => {
    for (const half of ['CERT', 'KEY']) {
      expect(problemsOf({ ...cluster, [`EXANTAS_PROMETHEUS_${half}_FILE`]: import.meta.filename })).toEqual([
        'EXANTAS_PROMETHEUS_CERT_FILE and EXANTAS_PROMETHEUS_KEY_FILE need each other',
      ])
    }
  })

  test('an Alertmanager is optional, and its variables are checked as those of Prometheus', () => {
    expect(problemsOf(cluster)).toEqual([])
    const wrong = {
      ...cluster,
      EXANTAS_ALERTMANAGER_URL: 'alertmanager:9093',
      EXANTAS_ALERTMANAGER_HEADERS: '7',
    }
    expect(problemsOf(wrong)).toEqual([
      'EXANTAS_ALERTMANAGER_URL must be an http or https address',
      'EXANTAS_ALERTMANAGER_HEADERS must be a JSON object of strings',
    ])
    const both = { EXANTAS_ALERTMANAGER_BEARER_TOKEN: 'a', EXANTAS_ALERTMANAGER_USERNAME: 'b' }
    expect(problemsOf({ ...cluster, ...both })).toEqual([
      'EXANTAS_ALERTMANAGER_BEARER_TOKEN and EXANTAS_ALERTMANAGER_USERNAME exclude each other',
    ])
  })
})
