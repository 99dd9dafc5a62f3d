/** The parts of a Service that this kubelet reads. */
export interface Service {
  metadata: { namespace: string; name: string; uid: string }
  spec: {
    clusterIP?: string
    ports?: { name?: string; port: number; protocol?: string }[]
  }
}

/** The parts of an EndpointSlice that this kubelet reads. */
export interface EndpointSlice {
  metadata: { namespace: string; name: string; uid: string; labels?: Record<string, string> }
  endpoints: { addresses: string[]; conditions?: { ready?: boolean } }[] | null
  ports: { name?: string; port?: number; protocol?: string }[] | null
}

/** The ready addresses behind a Service. */
export function readyEndpoints(service: Service, slices: readonly EndpointSlice[]): string[] {
  return slicesOf(service, slices).flatMap(readyAddresses)
}

/** The ready addresses of one slice; a slice without endpoints is served with `null`. */
export function readyAddresses({ endpoints }: EndpointSlice): string[] {
  return (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).flatMap(({ addresses }) => addresses)
}

/** The slices that belong to a Service. */
export function slicesOf({ metadata }: Service, slices: readonly EndpointSlice[]): EndpointSlice[] {
  return slices.filter(
    (slice) =>
      slice.metadata.namespace === metadata.namespace &&
      slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name,
  )
}
