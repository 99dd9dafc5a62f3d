import type { ServerResponse } from 'node:http'
import { type ContainerLog, readContainerLog } from './container-log.ts'
import type { ContainerRecord } from './container-record.ts'
import { byteLimit, parseLogRequest, selectLines, showLine } from './log-lines.ts'

interface LoggedPod {
  readonly pod: { metadata: { name: string } }
  container(
    name: string,
  ): { record: ContainerRecord; runner: { log: ContainerLog | undefined } | undefined; logFolder: string } | undefined
}

/** Answers `/containerLogs/…`: what is kept, and with `follow` what comes until the container ends. */
export function answerLogs(
  pod: LoggedPod,
  containerName: string,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const container = pod.container(containerName)
  if (container === undefined) {
    refuse(response, 404, `container "${containerName}" is not in pod "${pod.pod.metadata.name}"`)
    return
  }
  const { record, runner, logFolder } = container
  const wanted = readRequest(query)
  if (wanted instanceof Error) {
    refuse(response, 400, wanted.message)
    return
  }
  const named = `container "${containerName}" in pod "${pod.pod.metadata.name}"`
  if (wanted.isPrevious && record.restartCount === 0) {
    refuse(response, 400, `previous terminated ${named} not found`)
    return
  }
  if (record.containerId === undefined && !wanted.isPrevious) {
    refuse(response, 400, `${named} is waiting to start: ${record.state.waiting?.reason ?? 'ContainerCreating'}`)
    return
  }
  const log = wanted.isPrevious ? undefined : runner?.log
  const limited = byteLimit(wanted.limitBytes)
  const run = record.restartCount - (wanted.isPrevious ? 1 : 0)
  const text = limited.take(selectLines(log?.lines() ?? readContainerLog(logFolder, run), wanted).join(''))
  response.writeHead(200, { 'content-type': 'text/plain' })
  const isOver = !wanted.isFollowing || record.state.running === undefined || limited.isSpent()
  if (log === undefined || isOver) {
    response.end(text)
    return
  }
  response.flushHeaders()
  response.write(text)
  const stop = log.follow(
    (line) => {
      if (!limited.isSpent()) {
        response.write(limited.take(showLine(line, wanted.withTimestamps)))
      }
      if (limited.isSpent()) {
        response.end()
      }
    },
    () => response.end(),
  )
  response.on('close', stop)
}

function readRequest(query: URLSearchParams) {
  try {
    return parseLogRequest(query, Date.now())
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${text}\n`)
}
