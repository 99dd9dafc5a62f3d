import { describe, expect, it } from 'vitest'
import { appliesToProxy, matchesRequest, type RequestToRoute } from './match-request.ts'
import { HttpMatch } from './virtual-service.ts'

const request: RequestToRoute = {
  host: 'catalog',
  port: 8080,
  method: 'GET',
  path: '/',
  headers: {},
  callerNamespace: 'shop',
  callerLabels: { app: 'frontend' },
}

describe('a match block', () => {
  it.each<[string, unknown, Partial<RequestToRoute>, boolean]>([
    ['exact uri', { uri: { exact: '/a' } }, { path: '/a?b=c' }, true],
    ['exact uri, other case', { uri: { exact: '/a' } }, { path: '/A' }, false],
    ['exact uri, case ignored', { uri: { exact: '/a' }, ignoreUriCase: true }, { path: '/A' }, true],
    ['prefix uri', { uri: { prefix: '/api' } }, { path: '/apiary' }, true],
    ['prefix uri, case ignored', { uri: { prefix: '/API' }, ignoreUriCase: true }, { path: '/api/x' }, true],
    ['regex uri matches the whole path', { uri: { regex: '/a' } }, { path: '/ab' }, false],
    ['regex uri', { uri: { regex: '/a.*' } }, { path: '/ab' }, true],
    ['regex uri ignores ignoreUriCase', { uri: { regex: '/a' }, ignoreUriCase: true }, { path: '/A' }, false],
    ['a broken regex matches nothing', { uri: { regex: '(' } }, { path: '(' }, false],
    ['method', { method: { exact: 'POST' } }, { method: 'POST' }, true],
    ['other method', { method: { exact: 'POST' } }, {}, false],
    ['scheme', { scheme: { exact: 'https' } }, {}, false],
    ['authority without port does not match one with', { authority: { exact: 'catalog' } }, {}, false],
    ['authority with port', { authority: { exact: 'catalog:8080' } }, {}, true],
    ['header in any case of its name', { headers: { 'x-user': { exact: 'a' } } }, { headers: { 'X-User': 'a' } }, true],
    ['header value in other case', { headers: { 'x-user': { exact: 'a' } } }, { headers: { 'x-user': 'A' } }, false],
    ['header presence', { headers: { 'x-user': {} } }, { headers: { 'x-user': '' } }, true],
    ['header absent', { headers: { 'x-user': {} } }, {}, false],
    [
      'all headers of a block are needed',
      { headers: { a: { exact: '1' }, b: { exact: '1' } } },
      { headers: { a: '1' } },
      false,
    ],
    ['a header named like a field of its own is a header', { headers: { uri: { exact: '/' } } }, {}, false],
    ['the regex * asks for presence', { headers: { a: { regex: '*' } } }, { headers: { a: 'x' } }, true],
    ['the regex * asks for presence, absent', { headers: { a: { regex: '*' } } }, {}, false],
    ['without header that counts as empty when absent', { withoutHeaders: { a: { regex: '.*' } } }, {}, false],
    ['without header', { withoutHeaders: { 'x-user': {} } }, {}, true],
    ['without header that is there', { withoutHeaders: { 'x-user': {} } }, { headers: { 'x-user': 'a' } }, false],
    [
      'without header of another value',
      { withoutHeaders: { 'x-user': { exact: 'b' } } },
      { headers: { 'x-user': 'a' } },
      true,
    ],
    ['query parameter', { queryParams: { v: { exact: '2' } } }, { path: '/?a=1&v=2' }, true],
    ['query parameter absent', { queryParams: { v: { exact: '2' } } }, { path: '/' }, false],
    ['port', { port: 8080 }, {}, true],
    ['other port', { port: 9 }, {}, false],
    ['source labels', { sourceLabels: { app: 'frontend' } }, {}, true],
    ['other source labels', { sourceLabels: { app: 'frontend', version: 'v1' } }, {}, false],
    ['source namespace', { sourceNamespace: 'shop' }, {}, true],
    ['other source namespace', { sourceNamespace: 'pay' }, {}, false],
    ['gateways: mesh', { gateways: ['mesh'] }, {}, true],
    ['gateways: another', { gateways: ['edge/public'] }, {}, false],
    [
      'gateways disable source labels and namespace',
      { gateways: ['mesh'], sourceLabels: { app: 'x' }, sourceNamespace: 'x' },
      {},
      true,
    ],
    ['an empty block', {}, {}, true],
  ])('%s', (_, block, changes, isMatch) => {
    const match = HttpMatch.parse(block)
    const asked = { ...request, ...changes }
    expect(appliesToProxy(match, asked) && matchesRequest(match, asked)).toBe(isMatch)
  })
})
