import { describe, expect, it } from 'vitest'
import { bodyOf } from './forwarded-get.ts'

describe('what came back down a forwarded port', () => {
  it('is the body of a whole answer, blank lines and all', () => {
    expect(bodyOf('HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\na\r\n\r\nb', '')).toBe('a\r\n\r\nb')
    expect(bodyOf('HTTP/1.0 200 OK\r\n\r\n[]', '')).toBe('[]')
  })

  it.each([
    ['nothing', '', '', ['unavailable', 'no-answer']],
    ['nobody who listens', '', 'connection refused', ['unavailable', 'port-forward']],
    ['a refusal', 'HTTP/1.0 401 Unauthorized\r\n\r\n', '', ['forbidden', 'http-401']],
    ['a failure', 'HTTP/1.0 500 Oops\r\n\r\nx', '', ['unavailable', 'http-500']],
    ['half of it', 'HTTP/1.0 200 OK\r\ncontent-length: 9\r\n\r\n[', '', ['unavailable', 'cut-off']],
    ['no HTTP', 'SSH-2.0', '', ['unavailable', 'no-answer']],
  ])('is no answer where it is %s', (_, answer, error, [code, reason]) => {
    expect(() => bodyOf(answer, error)).toThrow(expect.objectContaining({ code, params: { source: 'istiod', reason } }))
  })
})
