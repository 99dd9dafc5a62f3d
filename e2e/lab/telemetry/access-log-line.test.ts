import { describe, expect, it } from 'vitest'
import { readAccessLogLine } from './access-log-line.ts'
import { samples } from './log-samples.ts'

describe('readAccessLogLine', () => {
  it.each([
    ['nothing', ''],
    ['a line of Envoy’s own log', '2026-01-01T00:00:00.000Z\twarning\tenvoy main'],
    ['a line cut short', JSON.stringify(samples.source()).slice(0, 200)],
    ['the end of a line', JSON.stringify(samples.source()).slice(200)],
    ['JSON of another kind', '{"level":"info"}'],
    ['a reporter that is none', JSON.stringify(samples.source({ reporter: 'waypoint' }))],
    ['a list', '[{"reporter":"source"}]'],
  ])('refuses %s', (_, text) => {
    expect(readAccessLogLine(text)).toBeUndefined()
  })

  it('reads a request', () => {
    expect(readAccessLogLine(JSON.stringify(samples.source()))).toMatchObject({
      kind: 'request',
      responseCode: 200,
      durationMs: 12,
      receivedBytes: 306,
      sentBytes: 274,
      attempts: 1,
      upstreamIp: '10.244.1.12',
      callerIp: '10.244.1.10',
      listenerPort: '8080',
      isAnsweredByUpstream: true,
    })
  })

  it('takes what was not understood as a request for one: Envoy answered it', () => {
    const malformed = samples.sourceWithoutCluster({ method: null, authority: null, response_code: 400 })
    expect(readAccessLogLine(JSON.stringify(malformed))?.kind).toBe('request')
    expect(readAccessLogLine(JSON.stringify(samples.connection()))?.kind).toBe('connection')
  })

  it('falls back to the address that is always there', () => {
    const { downstream_direct_remote: direct, ...older } = samples.source()
    expect(readAccessLogLine(JSON.stringify({ ...older, downstream_remote: direct }))?.callerIp).toBe('10.244.1.10')
  })

  it('reads IPv6 addresses without their brackets', () => {
    const line = samples.source({ upstream_host: '[fd00::12]:8080', downstream_local: '[fd00::1]:80' })
    expect(readAccessLogLine(JSON.stringify(line))).toMatchObject({ upstreamIp: 'fd00::12', listenerPort: '80' })
  })

  it('makes numbers of nothing else', () => {
    const line = samples.source({ duration: null, attempts: 'many', wire_bytes_sent: -5, services: 'not JSON' })
    expect(readAccessLogLine(JSON.stringify(line))).toMatchObject({
      durationMs: 0,
      attempts: 0,
      sentBytes: 0,
      service: undefined,
    })
  })
})
