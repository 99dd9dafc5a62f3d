import { AppError, type ErrorParams } from '../errors.ts'
import { refuseBadNames } from '../mesh/refuse-bad-names.ts'
import { isPattern } from '../routing/full-match.ts'
import type { ChangeIntent, HeaderCondition, TesterMatch } from './change-intent.ts'

/** A label value, as Kubernetes demands: versions are label values. */
const labelValue = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/
/** RFC 9110, `token`: names of headers and, by RFC 6265, of cookies. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** RFC 6265, `cookie-octet`. */
const cookieValue = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/
/** Visible text and inner blanks: nothing that could end a header. */
const headerValue = /^[^\p{Cc}\p{Cs}]+$/u
/** Istio ignores these as names of headers: they are fields of a match of their own. */
const matchFields = new Set(['uri', 'scheme', 'method', 'authority'])
const maxPercentage = 100
const minPercentage = 0.0001
const maxConditions = 20

/**
 * Throws `invalid` for an intent no mesh could carry out, before anything is read. `params.reason` is stable: `bad-name`,
 * `bad-version`, `weights-sum-zero`, `bad-percentage`, `no-condition`, `too-many-conditions`, `bad-header-name`,
 * `header-ignored`, `header-twice`, `bad-header-value`, `bad-regex`, `bad-cookie`.
 */
export function refuseBadIntent(intent: ChangeIntent): void {
  refuseBadNames({ namespace: intent.namespace, name: intent.service })
  if (intent.kind === 'set-weights') {
    refuseBadWeights(intent.weights)
  }
  if ('version' in intent) {
    refuseBadVersion(intent.version)
  }
  if (intent.kind === 'add-tester-route') {
    refuseBadMatch(intent.match)
  }
  if (intent.kind === 'set-mirror') {
    refuseBadPercentage(intent.percentage)
  }
  if (intent.kind === 'undo') {
    refuseBadNames({ name: intent.record })
  }
}

function refuse(reason: string, params: ErrorParams = {}): never {
  throw new AppError('invalid', { what: reason, reason, ...params })
}

function shown(text: string): string {
  return text.slice(0, 100)
}

function refuseBadVersion(version: string): void {
  if (version.length > 63 || !labelValue.test(version)) {
    refuse('bad-version', { given: shown(version) })
  }
}

function refuseBadWeights(weights: Record<string, number>): void {
  for (const version of Object.keys(weights)) {
    refuseBadVersion(version)
  }
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0)
  if (!(sum > 0) || !Number.isFinite(sum)) {
    refuse('weights-sum-zero')
  }
}

/** Istio takes 0 and what lies in [0.0001, 100]. */
function refuseBadPercentage(percentage: number): void {
  if (percentage !== 0 && !(percentage >= minPercentage && percentage <= maxPercentage)) {
    refuse('bad-percentage', { given: percentage })
  }
}

function refuseBadMatch({ headers = {}, cookie }: TesterMatch): void {
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  if (names.length === 0 && cookie === undefined) {
    refuse('no-condition')
  }
  if (names.length > maxConditions) {
    refuse('too-many-conditions', { max: maxConditions })
  }
  const twice = [...names, ...(cookie === undefined ? [] : ['cookie'])].find(
    (name, index, all) => all.indexOf(name) !== index,
  )
  if (twice !== undefined) {
    refuse('header-twice', { header: shown(twice) })
  }
  for (const [name, condition] of Object.entries(headers)) {
    refuseBadHeader(name.toLowerCase(), condition)
  }
  if (cookie !== undefined && !(token.test(cookie.name) && cookieValue.test(cookie.value))) {
    refuse('bad-cookie', { given: shown(`${cookie.name}=${cookie.value}`) })
  }
}

function refuseBadHeader(name: string, condition: HeaderCondition): void {
  if (!token.test(name)) {
    refuse('bad-header-name', { header: shown(name) })
  }
  if (matchFields.has(name)) {
    refuse('header-ignored', { header: name })
  }
  const [value] = Object.values(condition)
  if (typeof value === 'string' && !headerValue.test(value)) {
    refuse('bad-header-value', { header: shown(name) })
  }
  if ('regex' in condition && !isPattern(condition.regex)) {
    refuse('bad-regex', { header: shown(name), given: shown(condition.regex) })
  }
}
