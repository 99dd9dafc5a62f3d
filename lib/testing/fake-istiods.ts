import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

const types = {
  cds: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  rds: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
}

interface Resource {
  sent: string
  acked?: string
  sentTime: string
  lastError?: string
}

interface Status {
  cluster_id: string
  proxy: string
  istio_version: string
  resources?: Record<string, Resource>
}

/** Replicas of istiod that answer `/debug/syncz` in its words, and misbehave on command. */
export class FakeIstiods {
  readonly urls: string[] = []
  readonly authorizations: (string | undefined)[] = []
  /** Answers with this instead, replica by replica. */
  readonly answers = new Map<number, { status: number; body: string } | 'hang'>()
  private readonly replicas: Status[][] = []
  private readonly servers: http.Server[] = []
  private pushes = 0

  static async start(replicas: number): Promise<FakeIstiods> {
    const fake = new FakeIstiods()
    for (let replica = 0; replica < replicas; replica++) {
      await fake.listen(replica)
    }
    return fake
  }

  connect(replica: number, proxy: string, fields: Partial<Status> = {}): void {
    const resource = { sent: 'first', acked: 'first', sentTime: '2026-01-01T00:00:00.000000001Z' }
    this.replicas[replica]?.push({
      cluster_id: 'Kubernetes',
      proxy,
      istio_version: '1.31.1',
      resources: { [types.cds]: { ...resource }, [types.rds]: { ...resource } },
      ...fields,
    })
  }

  /** Sends everything to everybody at `second`; those left out of `acknowledged` do not answer. */
  push(
    second: number,
    { behind = [], error }: { behind?: string[]; error?: { proxy: string; message: string } } = {},
  ): void {
    this.pushes += 1
    const sent = `push-${this.pushes}`
    for (const { proxy, resources = {} } of this.replicas.flat()) {
      for (const resource of Object.values(resources)) {
        resource.sent = sent
        resource.sentTime = new Date(second * 1000).toISOString()
        if (error?.proxy === proxy) {
          resource.lastError = error.message
        } else if (!behind.includes(proxy)) {
          resource.acked = sent
        }
      }
    }
  }

  async close(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }

  private async listen(replica: number): Promise<void> {
    this.replicas[replica] = []
    const server = http.createServer((request, response) => {
      this.authorizations.push(request.headers.authorization)
      const answer = this.answers.get(replica)
      if (answer === 'hang') {
        return
      }
      const isKnown = request.url === '/debug/syncz'
      response.writeHead(answer?.status ?? (isKnown ? 200 : 404), { 'content-type': 'application/json' })
      response.end(answer?.body ?? JSON.stringify(this.replicas[replica]))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    this.servers.push(server)
    this.urls.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }
}
