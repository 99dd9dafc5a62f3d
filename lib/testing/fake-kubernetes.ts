import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerWrite, type Shelves, type StoredObject } from './fake-writes.ts'
import { failure, goneEvent, misbehaveNow, type Rule, reply } from './misbehave.ts'
import { type ScriptedAnswer, ScriptedAnswers } from './scripted-answers.ts'

type FakeObject = StoredObject

export interface FakeRequest {
  method: string
  path: string
  query: URLSearchParams
  isWatch: boolean
  authorization: string | undefined
}

interface Change {
  path: string
  version: number
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  object: FakeObject
}

interface OpenWatch {
  path: string
  response: http.ServerResponse
}

const coreGroups = ['/api/v1', '/apis/apps/v1']

/** An API server on loopback that lists, watches and reviews access for whatever paths it is given, and misbehaves on command. */
export class FakeKubernetes {
  readonly requests: FakeRequest[] = []
  private readonly scripted = new ScriptedAnswers()
  private readonly kinds = new Map<string, string>()
  private readonly contents = new Map<string, Map<string, FakeObject>>()
  private readonly sockets = new Set<Socket>()
  private readonly context: string
  private changes: Change[] = []
  private rules: Rule[] = []
  private watches: OpenWatch[] = []
  private version = 100
  private readonly shelves: Shelves = {
    serves: (path) => this.contents.has(path),
    all: (path) => [...(this.contents.get(path)?.values() ?? [])],
    put: (path, object) => this.put(path, object),
    remove: (path, name, namespace) => this.remove(path, name, namespace),
  }
  private compactedAt = 0
  private server: http.Server | undefined
  private port = 0
  private directory: string | undefined

  private constructor(context: string) {
    this.context = context
    for (const name of ['namespaces', 'services', 'pods']) {
      this.serve(`/api/v1/${name}`)
    }
    for (const name of ['deployments', 'statefulsets', 'daemonsets']) {
      this.serve(`/apis/apps/v1/${name}`)
    }
  }

  static async start(context = 'fake'): Promise<FakeKubernetes> {
    const fake = new FakeKubernetes(context)
    await fake.listen()
    return fake
  }

  /** A kubeconfig file with this server's context. */
  async kubeconfig(): Promise<string> {
    this.directory ??= await mkdtemp(join(tmpdir(), 'fake-kubernetes-'))
    const path = join(this.directory, 'kubeconfig')
    const server = `http://127.0.0.1:${this.port}`
    const { context } = this
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: context, cluster: { server, 'insecure-skip-tls-verify': true } }],
      users: [{ name: context, user: { token: 'fake-token' } }],
      contexts: [{ name: context, context: { cluster: context, user: context } }],
      'current-context': context,
    }
    await writeFile(path, JSON.stringify(config))
    return path
  }

  /** Serves a resource, as creating its CRD does. */
  serve(path: string, kind = ''): void {
    this.kinds.set(path, kind)
    this.contents.set(path, this.contents.get(path) ?? new Map())
  }

  unserve(path: string): void {
    this.contents.delete(path)
  }

  put(path: string, object: FakeObject): FakeObject {
    const objects = this.contents.get(path)
    if (objects === undefined) {
      throw new Error(`not served: ${path}`)
    }
    const key = keyOf(object)
    const type = objects.has(key) ? 'MODIFIED' : 'ADDED'
    this.version += 1
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: `${this.version}` } }
    objects.set(key, stored)
    this.publish({ path, version: this.version, type, object: stored })
    return stored
  }

  remove(path: string, name: string, namespace?: string): void {
    const key = keyOf({ metadata: { name, ...(namespace === undefined ? {} : { namespace }) } })
    const object = this.contents.get(path)?.get(key)
    if (object === undefined) {
      throw new Error(`no ${key} in ${path}`)
    }
    this.contents.get(path)?.delete(key)
    this.version += 1
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: `${this.version}` } }
    this.publish({ path, version: this.version, type: 'DELETED', object: last })
  }

  /** Forgets history: older versions and page tokens are answered with 410. */
  compact(): void {
    this.version += 1
    this.compactedAt = this.version
    this.changes = []
  }

  /** Answers one method on one path as told, from now on or so many times. */
  script(answer: ScriptedAnswer): void {
    this.scripted.add(answer)
  }

  /** Bodies of what was sent to scripted paths. */
  get bodies(): unknown[] {
    return this.scripted.bodies
  }

  /** Scripted answers that are still being given. */
  get openAnswers(): number {
    return this.scripted.open
  }

  /** Follows `rule` until the returned function is called. */
  misbehave(rule: Rule): () => void {
    const own = { ...rule }
    this.rules.push(own)
    return () => {
      this.rules = this.rules.filter((other) => other !== own)
    }
  }

  bookmark(path: string): void {
    this.version += 1
    this.send(path, { type: 'BOOKMARK', object: { metadata: { resourceVersion: `${this.version}` } } })
  }

  /** Ends open watches: tidily, in the middle of an object, or by telling that history is lost. */
  endWatches(how: 'tidy' | 'mid-object' | 'gone' = 'tidy', path?: string): void {
    const chosen = this.watches.filter((watch) => path === undefined || watch.path === path)
    this.watches = this.watches.filter((watch) => !chosen.includes(watch))
    for (const { response } of chosen) {
      if (how === 'gone') {
        response.write(`${JSON.stringify(goneEvent)}\n`)
      }
      if (how === 'mid-object') {
        response.write('{"type":"ADDED","object":{"metadata":{"name":"half', () => response.destroy())
      } else {
        response.end()
      }
    }
  }

  openWatches(path?: string): number {
    return this.watches.filter((watch) => path === undefined || watch.path === path).length
  }

  countOf(path: string, verb: 'list' | 'watch'): number {
    return this.requests.filter((request) => request.path === path && request.isWatch === (verb === 'watch')).length
  }

  /** Refuses connections until `resume`, on the same port. */
  async halt(): Promise<void> {
    const { server } = this
    this.server = undefined
    if (server !== undefined) {
      const closed = once(server, 'close')
      server.close()
      for (const socket of this.sockets) {
        socket.destroy()
      }
      await closed
    }
  }

  async resume(): Promise<void> {
    await this.listen()
  }

  async close(): Promise<void> {
    await this.halt()
    if (this.directory !== undefined) {
      await rm(this.directory, { recursive: true, force: true })
    }
  }

  private async listen(): Promise<void> {
    const server = http.createServer((request, response) => this.answer(request, response))
    server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
    })
    server.listen(this.port, '127.0.0.1')
    await once(server, 'listening')
    this.port = (server.address() as AddressInfo).port
    this.server = server
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://fake')
    const isWatch = url.searchParams.get('watch') === 'true'
    const asked = { method: request.method ?? '', path: url.pathname, query: url.searchParams, isWatch }
    this.requests.push({ ...asked, authorization: request.headers.authorization })
    if (this.scripted.answer(request, response, url.pathname)) {
      return
    }
    const rule = this.ruleFor(url.pathname, isWatch)
    if (rule === undefined && !isWatch && answerWrite(this.shelves, request, response, url)) {
      return
    }
    request.resume()
    if (rule !== undefined) {
      misbehaveNow(rule, response)
    } else if (isWatch) {
      this.watch(url, response)
    } else {
      const body = this.discovery(url.pathname) ?? this.page(url) ?? failure(404)
      reply(response, 'code' in body ? Number(body.code) : 200, body)
    }
  }

  private ruleFor(path: string, isWatch: boolean): Rule | undefined {
    const rule = this.rules.find(
      (one) =>
        (one.path === undefined || one.path === path) && (one.verb === undefined || (one.verb === 'watch') === isWatch),
    )
    if (rule?.times !== undefined) {
      rule.times -= 1
      this.rules = this.rules.filter((other) => other !== rule || (other.times ?? 1) > 0)
    }
    return rule
  }

  private discovery(path: string): object | undefined {
    if (path === '/version') {
      return { gitVersion: 'v1.35.4' }
    }
    if (path === '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews') {
      return { kind: 'SelfSubjectAccessReview', status: { allowed: true } }
    }
    const groupVersions = [...new Set([...this.contents.keys()].map((key) => key.slice(0, key.lastIndexOf('/'))))]
    if (path === '/apis') {
      return { kind: 'APIGroupList', groups: groupsOf(groupVersions.filter((one) => !coreGroups.includes(one))) }
    }
    if (groupVersions.includes(path)) {
      const names = [...this.contents.keys()].filter((key) => key.startsWith(`${path}/`))
      return { kind: 'APIResourceList', resources: names.map((key) => this.resource(key)) }
    }
    return undefined
  }

  private resource(path: string): object {
    return { name: path.slice(path.lastIndexOf('/') + 1), kind: this.kinds.get(path), namespaced: true }
  }

  private page(url: URL): object | undefined {
    const objects = this.contents.get(url.pathname)
    if (objects === undefined) {
      return undefined
    }
    const [at, after] = JSON.parse(url.searchParams.get('continue') ?? `[${this.version}, ""]`) as [number, string]
    if (at < this.compactedAt) {
      return failure(410)
    }
    const limit = Number(url.searchParams.get('limit') ?? Number.MAX_SAFE_INTEGER)
    const keys = [...objects.keys()].filter((key) => key > after).sort()
    const chosen = keys.slice(0, limit)
    return {
      kind: 'List',
      metadata: {
        resourceVersion: `${at}`,
        ...(keys.length > limit ? { continue: JSON.stringify([at, chosen.at(-1)]) } : {}),
      },
      items: chosen.map((key) => objects.get(key)),
    }
  }

  private watch(url: URL, response: http.ServerResponse): void {
    const from = Number(url.searchParams.get('resourceVersion'))
    if (!this.contents.has(url.pathname)) {
      reply(response, 404, failure(404))
      return
    }
    if (from < this.compactedAt) {
      reply(response, 410, failure(410))
      return
    }
    const open = { path: url.pathname, response }
    this.watches.push(open)
    response.on('close', () => {
      this.watches = this.watches.filter((other) => other !== open)
    })
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    for (const { type, object } of this.changes.filter((one) => one.path === url.pathname && one.version > from)) {
      response.write(`${JSON.stringify({ type, object })}\n`)
    }
  }

  private publish(change: Change): void {
    this.changes.push(change)
    this.send(change.path, { type: change.type, object: change.object })
  }

  private send(path: string, event: object): void {
    for (const watch of this.watches.filter((one) => one.path === path)) {
      watch.response.write(`${JSON.stringify(event)}\n`)
    }
  }
}

const keyOf = (object: FakeObject) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`

function groupsOf(groupVersions: string[]): object[] {
  const versions = new Map<string, string[]>()
  for (const one of groupVersions) {
    const [group = '', version = ''] = one.replace('/apis/', '').split('/')
    versions.set(group, [...(versions.get(group) ?? []), version])
  }
  return [...versions].map(([name, all]) => ({
    name,
    versions: all.map((version) => ({ groupVersion: `${name}/${version}`, version })),
    preferredVersion: { groupVersion: `${name}/${all[0]}`, version: all[0] },
  }))
}
