/** What one request came to, as the whole product counts it. */
export type Outcome = 'success' | 'client-failure' | 'server-failure' | 'injected'

export interface Answer {
  /** HTTP status as telemetry writes it; `0` when there was no answer. */
  code: string
  /** gRPC status number as text; absent for plain HTTP. */
  grpcStatus?: string | undefined
  /** Envoy response flags, already split. */
  flags: readonly string[]
}

const injectedFlags: ReadonlySet<string> = new Set(['FI', 'DI'])
const serverFailureFlags: ReadonlySet<string> = new Set(['NC', 'NR', 'UH', 'UO', 'UT', 'UF', 'UC', 'URX', 'LR', 'UR'])
const grpcServerFailures: ReadonlySet<number> = new Set([2, 4, 8, 12, 13, 14, 15])

/** Whether Envoy sets this flag only on requests the server side failed, whatever their status code. */
export function isServerFailureFlag(flag: string): boolean {
  return serverFailureFlags.has(flag)
}

/** Whether the flag says that a fault filter aborted (`FI`) or delayed (`DI`) the request. */
export function isInjectedFlag(flag: string): boolean {
  return injectedFlags.has(flag)
}

/**
 * The one definition of failure: graph, health, diagnosis, releases and drills all count by it.
 *
 * `FI` or `DI` among the flags is injected, whatever else is there. Then flags of Envoy's own failures are server
 * failures whatever the code, because gRPC carries them with HTTP 200. Then gRPC by its status (2, 4, 8, 12, 13, 14, 15
 * are the server's, every other but 0 the client's; grpc/doc/statuscodes.md), HTTP by its code: 5xx and no answer (`0`)
 * are the server's, 4xx the client's. A code that is no number is read as no answer.
 */
export function outcomeOf({ code, grpcStatus, flags }: Answer): Outcome {
  if (flags.some(isInjectedFlag)) {
    return 'injected'
  }
  if (flags.some(isServerFailureFlag)) {
    return 'server-failure'
  }
  if (grpcStatus !== undefined && grpcStatus !== '') {
    return outcomeOfGrpc(Number(grpcStatus))
  }
  const status = Number(code)
  if (!(status > 0) || status >= 500) {
    return 'server-failure'
  }
  return status >= 400 ? 'client-failure' : 'success'
}

function outcomeOfGrpc(status: number): Outcome {
  if (status === 0) {
    return 'success'
  }
  return grpcServerFailures.has(status) ? 'server-failure' : 'client-failure'
}
