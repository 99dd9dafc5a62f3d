import { Agent, type ClientRequest, request as startRequest } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { latencyRecord } from './latency-record.ts'
import { dueBy, type Plan } from './open-loop.ts'
import { type Visit, visitAt } from './visit-mix.ts'

export interface LoadReport {
  sent: number
  /** Visits that were due while too many were still unanswered. */
  skipped: number
  seconds: number
  /** By HTTP status, or by the reason why there was no answer. */
  answers: Record<string, number>
  p50Ms?: number
  p99Ms?: number
}

const host = 'shop.example'
const tickMs = 10
const longestAnswerMs = 15_000
const mostUnanswered = 4_000

/** Sends visits at the planned times whether or not earlier ones are answered; `stop` ends it and gives up what is unanswered. */
export async function runLoad(plan: Plan, url: URL, stop: AbortSignal): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true })
  const open = new Set<ClientRequest>()
  const unanswered = new Set<Promise<void>>()
  const latencies = latencyRecord()
  const answers: Record<string, number> = {}
  const start = performance.now()
  let [due, skipped] = [0, 0]
  const visit = async (number: number) => {
    const sentMs = performance.now()
    const { answer, isAnswered } = await send(url, visitAt(number), agent, open)
    if (isAnswered) {
      latencies.add(performance.now() - sentMs)
    }
    answers[answer] = (answers[answer] ?? 0) + 1
  }
  const sendDue = () => {
    for (const until = dueBy(plan, performance.now() - start); due < until; due++) {
      if (unanswered.size >= mostUnanswered) {
        skipped++
        continue
      }
      const one = visit(due).finally(() => unanswered.delete(one))
      unanswered.add(one)
    }
  }
  await every(tickMs, plan.seconds * 1000, stop, sendDue)
  const giveUp = () => {
    for (const request of open) {
      request.destroy(new Error('given up'))
    }
  }
  stop.addEventListener('abort', giveUp)
  if (stop.aborted) {
    giveUp()
  }
  await Promise.all(unanswered)
  agent.destroy()
  const [p50Ms, p99Ms] = [latencies.quantileMs(0.5), latencies.quantileMs(0.99)]
  return {
    sent: due - skipped,
    skipped,
    seconds: Math.round((performance.now() - start) / 100) / 10,
    answers,
    ...(p50Ms === undefined ? {} : { p50Ms }),
    ...(p99Ms === undefined ? {} : { p99Ms }),
  }
}

/** Runs `task` at every tick until the time is over, and a last time then; ends early with `stop`. */
async function every(ms: number, lengthMs: number, stop: AbortSignal, task: () => void): Promise<void> {
  const end = performance.now() + lengthMs
  while (performance.now() < end && !stop.aborted) {
    task()
    await pause(Math.min(ms, Math.max(0, end - performance.now())))
  }
  if (!stop.aborted) {
    task()
  }
}

function send(
  base: URL,
  { method, path, headers }: Visit,
  agent: Agent,
  open: Set<ClientRequest>,
): Promise<{ answer: string; isAnswered: boolean }> {
  return new Promise((resolve) => {
    const request = startRequest(new URL(path, base), {
      agent,
      method,
      headers: { ...headers, host, ...(method === 'POST' ? { 'content-length': 0 } : {}) },
    })
    const timer = setTimeout(() => request.destroy(new Error('timeout')), longestAnswerMs)
    const fail = (error: NodeJS.ErrnoException) => resolve({ answer: error.code ?? error.message, isAnswered: false })
    open.add(request)
    request
      .on('error', fail)
      .on('close', () => {
        clearTimeout(timer)
        open.delete(request)
      })
      .on('response', (response) => {
        response
          .on('error', fail)
          .on('end', () => resolve({ answer: String(response.statusCode), isAnswered: true }))
          .resume()
      })
      .end()
  })
}
