import { describe, expect, it } from 'vitest'
import { Alert } from './alert.ts'
import { type ToldAlert, toAlert } from './to-alert.ts'

const told: ToldAlert = {
  labels: { alertname: 'Failing', severity: 'page', namespace: 'pay' },
  annotations: { summary: 'payments fails', description: 'since the rollout', runbook: 'https://runbook.example' },
  state: 'firing',
  startsAt: 1_790_000_000,
  source: 'alertmanager',
  generatorUrl: 'http://prometheus.example/graph?g0.expr=up',
}

describe('an alert', () => {
  it('is told in the words of the domain', () => {
    const alert = toAlert(told)
    expect(Alert.parse(alert)).toEqual(alert)
    expect(alert).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: 'Failing',
      severity: 'critical',
      subject: { namespace: 'pay' },
      summary: 'payments fails',
      description: 'since the rollout',
      generatorUrl: 'http://prometheus.example/graph?g0.expr=up',
    })
  })

  it('has an id of its labels alone, in whatever order they come', () => {
    const turned = { namespace: 'pay', severity: 'page', alertname: 'Failing' }
    expect(toAlert({ ...told, labels: turned, state: 'pending', startsAt: 1 }).id).toBe(toAlert(told).id)
    expect(toAlert({ ...told, labels: { ...turned, pod: 'a' } }).id).not.toBe(toAlert(told).id)
    expect(toAlert({ ...told, labels: { ab: 'c' } }).id).not.toBe(toAlert({ ...told, labels: { a: 'bc' } }).id)
  })

  it.each([undefined, '', '/graph', 'javascript:alert(1)', 'ftp://x/', 'http://eve:secret@prometheus.example/'])(
    'has no link where the source gives %s',
    (generatorUrl) => {
      expect(toAlert({ ...told, generatorUrl })).not.toHaveProperty('generatorUrl')
    },
  )

  it.each([
    ['CRITICAL', 'critical'],
    [' Warning ', 'warning'],
    ['info', 'info'],
    ['none', 'none'],
    ['purple', 'none'],
    ['constructor', 'none'],
    ['__proto__', 'none'],
    [undefined, 'none'],
  ])('called %s is %s', (word, severity) => {
    const labels: Record<string, string> = word === undefined ? {} : { severity: word }
    expect(toAlert({ ...told, labels }).severity).toBe(severity)
  })

  it('says its message where older rules have no summary', () => {
    expect(toAlert({ ...told, annotations: { message: 'old' } }).summary).toBe('old')
    expect(toAlert({ ...told, annotations: {} })).not.toHaveProperty('summary')
  })
})
