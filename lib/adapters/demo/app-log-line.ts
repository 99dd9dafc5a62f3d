import { requestId } from './demo-addresses.ts'
import type { PodEvent } from './pod-events.ts'
import { spokenRequests } from './spoken-request.ts'
import type { DemoWorld } from './world.ts'

/** Writes what an app of the demo logs of what reached it, or of what it sent if nothing does: a line a request, or a connection. */
export function appLogLine(world: DemoWorld): (event: PodEvent) => string {
  const spoken = spokenRequests(world)
  return ({ flow, process, index, durationMs }) => {
    if (flow.tcp !== undefined) {
      return `level=info msg="connection closed" client=${flow.source.app ?? 'unknown'} queries=${flow.tcp.queriesPerConnection}`
    }
    const { method, path } = spoken(flow, index)
    const { code, grpcStatus } = flow
    const isFailure = grpcStatus === undefined ? Number(code) >= 500 : !['0', '3', '5'].includes(grpcStatus)
    return [
      `level=${isFailure ? 'error' : 'info'}`,
      `msg="${method} ${path}"`,
      grpcStatus === undefined ? `status=${code}` : `grpc_status=${grpcStatus}`,
      `duration_ms=${Math.round(durationMs)}`,
      `request_id=${requestId(process.cause, index)}`,
    ].join(' ')
  }
}
