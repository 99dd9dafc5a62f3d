import { describe, expect, it } from 'vitest'
import { canonicalName } from './canonical-name.ts'

describe('canonicalName', () => {
  it('prefers Istio’s labels, then the recommended ones, then the short ones', () => {
    const labels: Record<string, string> = {
      app: 'c',
      'app.kubernetes.io/name': 'b',
      'service.istio.io/canonical-name': 'a',
      version: 'v3',
      'app.kubernetes.io/version': 'v2',
      'service.istio.io/canonical-revision': 'v1',
    }
    expect(canonicalName(labels, 'w')).toEqual({ app: 'a', version: 'v1' })
    const { 'service.istio.io/canonical-name': _, 'service.istio.io/canonical-revision': __, ...recommended } = labels
    expect(canonicalName(recommended, 'w')).toEqual({ app: 'b', version: 'v2' })
    expect(canonicalName({ app: 'c', version: 'v3' }, 'w')).toEqual({ app: 'c', version: 'v3' })
  })

  it('falls back to the workload and to no version; an empty label and “latest” say nothing', () => {
    expect(canonicalName({}, 'w')).toEqual({ app: 'w' })
    expect(canonicalName({ app: '', version: '' }, 'w')).toEqual({ app: 'w' })
    expect(canonicalName({ 'service.istio.io/canonical-revision': 'latest' }, 'w')).toEqual({ app: 'w' })
  })
})
