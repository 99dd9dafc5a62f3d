import type { ServerResponse } from 'node:http'
import { readContainerLog } from './container-log.ts'
import { byteLimit, parseLogRequest, selectLines, showLine } from './log-lines.ts'
import type { PodRunner } from './pod-runner.ts'

/** Answers `/containerLogs/…`: what is kept, and with `follow` what comes until the container ends. */
export function answerLogs(
  pod: PodRunner,
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
  const text = limited(selectLines(log?.lines() ?? readContainerLog(logFolder, run), wanted).join('')) ?? ''
  response.writeHead(200, { 'content-type': 'text/plain' })
  if (!wanted.isFollowing || log === undefined || record.state.running === undefined) {
    response.end(text)
    return
  }
  response.flushHeaders()
  response.write(text)
  const stop = log.follow(
    (line) => {
      const piece = limited(showLine(line, wanted.withTimestamps))
      if (piece === undefined) {
        response.end()
      } else {
        response.write(piece)
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
