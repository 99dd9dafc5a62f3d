import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answerLogs } from './answer-logs.ts'
import { type ContainerLog, openContainerLog } from './container-log.ts'
import { type ContainerRecord, containerRecord } from './container-record.ts'

let folder = ''
let server: Server
let address = ''
let record: ContainerRecord
let log: ContainerLog | undefined

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'answer-logs-'))
  record = containerRecord({ name: 'app', image: 'x' }, undefined, '2026-01-01T00:00:00Z')
  log = undefined
  const pod = {
    pod: { metadata: { name: 'web' } },
    container: (name: string) => (name === 'app' ? { record, runner: { log }, logFolder: folder } : undefined),
  }
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://kubelet')
    answerLogs(pod, url.pathname.slice(1), url.searchParams, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

function run(number: number): ContainerLog {
  record.restartCount = number
  record.containerId = `exantas-lab://${number}`
  record.state = { running: { startedAt: '2026-01-01T00:00:00Z' } }
  log = openContainerLog(folder, number)
  return log
}

const ask = async (path: string) => {
  const answer = await fetch(`${address}/${path}`)
  return [answer.status, await answer.text()]
}

describe('the answer to a log request', () => {
  test('is what is kept of the present run, or of the one before', async () => {
    run(0).append(['before'])
    run(1).append(['one', 'two'])
    expect(await ask('app')).toEqual([200, 'one\ntwo\n'])
    expect(await ask('app?tailLines=1')).toEqual([200, 'two\n'])
    expect(await ask('app?limitBytes=5')).toEqual([200, 'one\nt'])
    expect(await ask('app?previous=true')).toEqual([200, 'before\n'])
  })

  test('follows until the container ends', async () => {
    const present = run(0)
    present.append(['old'])
    const answer = await fetch(`${address}/app?follow=true&tailLines=0`)
    present.append(['new'])
    present.end()
    expect(await answer.text()).toBe('new\n')
  })

  test('follows no further than its limit of bytes', async () => {
    const present = run(0)
    const answer = await fetch(`${address}/app?follow=true&limitBytes=6`)
    present.append(['four', 'more'])
    expect(await answer.text()).toBe('four\nm')
  })

  test('ends at once for a container that waits for its next start', async () => {
    run(0).append(['crashed'])
    record.state = { waiting: { reason: 'CrashLoopBackOff' } }
    expect(await ask('app?follow=true')).toEqual([200, 'crashed\n'])
  })

  test('says why there is nothing', async () => {
    expect(await ask('app')).toEqual([400, 'container "app" in pod "web" is waiting to start: ContainerCreating\n'])
    expect((await ask('db'))[0]).toBe(404)
    run(0)
    expect((await ask('app?previous=true'))[0]).toBe(400)
    expect((await ask('app?tailLines=x'))[0]).toBe(400)
  })
})
