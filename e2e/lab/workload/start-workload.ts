import type { Server as HttpServer } from 'node:http'
import type { Http2Server } from 'node:http2'
import type { Server } from 'node:net'
import { batchPace } from './batch-pace.ts'
import type { CallClient } from './call-result.ts'
import { doWork, type Work } from './do-work.ts'
import { type FollowedBehaviour, followBehaviour } from './follow-behaviour.ts'
import { grpcCaller } from './grpc-caller.ts'
import { grpcServer } from './grpc-server.ts'
import { httpCaller } from './http-caller.ts'
import { healthServer, httpServer } from './http-server.ts'
import { type Listening, listen } from './listen.ts'
import { callMaker } from './make-calls.ts'
import type { Serving } from './serving.ts'
import { tcpCaller } from './tcp-caller.ts'
import { tcpServer } from './tcp-server.ts'
import { workCount } from './work-count.ts'
import type { WorkloadCall } from './workload-call.ts'
import type { WorkloadLog } from './workload-log.ts'
import type { WorkloadSettings } from './workload-settings.ts'

export interface RunningWorkload {
  /** Where requests are served; absent for a batch client. */
  port?: number
  healthPort: number
  /** Takes no new requests, lets those at work finish for up to a second, and closes everything. */
  stop(): Promise<void>
}

interface Surroundings {
  log: WorkloadLog
  random: () => number
  /** Called when the behaviour file says that the process dies. */
  crash(): void
}

interface Parts {
  behaviour: FollowedBehaviour
  makeCalls: (headers: Record<string, string>) => Promise<boolean>
  random: () => number
}

const tickMs = 50
const mostRunsAtOnce = 200

/** Serves and calls as the settings say, until it is stopped. */
export async function startWorkload(settings: WorkloadSettings, surroundings: Surroundings): Promise<RunningWorkload> {
  const { serving, callTimeoutMs: timeoutMs } = settings
  const { log, random } = surroundings
  const clients = {
    http: httpCaller({ timeoutMs, keepsConnections: serving !== undefined }),
    grpc: grpcCaller({ timeoutMs }),
    tcp: tcpCaller({ timeoutMs }),
  } satisfies Record<WorkloadCall['protocol'], CallClient>
  const makeCalls = callMaker(settings.calls, clients, log, random)
  const behaviour = followedBehaviour(settings, surroundings)
  const close = () => {
    behaviour.close()
    for (const client of Object.values(clients)) {
      client.close()
    }
  }
  try {
    const parts = { behaviour, makeCalls, random }
    const running = serving === undefined ? await runBatch(settings, parts) : await runServer(settings, serving, parts)
    const { port, healthPort } = running
    log.info('started', { port, healthPort, behaviour: behaviour.current() })
    return {
      ...running,
      async stop() {
        await running.stop()
        close()
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

function followedBehaviour(
  { behaviourFile, serving }: WorkloadSettings,
  { log, crash }: Surroundings,
): FollowedBehaviour {
  return followBehaviour(behaviourFile, serving?.protocol, {
    changed(behaviour) {
      log.info('behaviour changed', { behaviour })
      if (behaviour.crash === true) {
        crash()
      }
    },
    malformed: (problem) => log.failure('malformed behaviour file, nothing changes', { problem }),
  })
}

async function runBatch(settings: WorkloadSettings, { behaviour, makeCalls }: Parts): Promise<RunningWorkload> {
  const health = await listenForHealth(settings)
  const due = batchPace(performance.now())
  let atWork = 0
  const timer = setInterval(() => {
    const runs = due(performance.now(), behaviour.current().rate ?? settings.ratePerSecond)
    for (let run = 0; run < runs && atWork < mostRunsAtOnce; run++) {
      atWork++
      void makeCalls({}).finally(() => {
        atWork--
      })
    }
  }, tickMs)
  return {
    healthPort: health.port,
    async stop() {
      clearInterval(timer)
      await health.stop()
    },
  }
}

async function runServer(settings: WorkloadSettings, serving: Serving, parts: Parts): Promise<RunningWorkload> {
  const { listenHost: host, latency, answers } = settings
  const { protocol, port } = serving
  const counted = workCount(
    doWork({
      protocol,
      behaviour: parts.behaviour.current,
      latency,
      answers,
      makeCalls: parts.makeCalls,
      random: parts.random,
    }),
  )
  const main = await listen(serverOf(serving, settings, counted.work), { port, host, whenIdle: counted.whenNone })
  if (protocol === 'http') {
    return { port: main.port, healthPort: main.port, stop: main.stop }
  }
  const health = await listenForHealth(settings)
  return {
    port: main.port,
    healthPort: health.port,
    async stop() {
      await Promise.all([main.stop(), health.stop()])
    },
  }
}

function listenForHealth({ healthPort: port, listenHost: host }: WorkloadSettings): Promise<Listening> {
  return listen(healthServer(), { port, host, whenIdle: async () => undefined })
}

function serverOf({ protocol }: Serving, settings: WorkloadSettings, work: Work): HttpServer | Http2Server | Server {
  switch (protocol) {
    case 'http':
      return httpServer(settings, work)
    case 'grpc':
      return grpcServer(settings, work)
    case 'tcp':
      return tcpServer(work)
  }
}
