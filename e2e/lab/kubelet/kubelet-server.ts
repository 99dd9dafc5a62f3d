import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { lab } from '../settings.ts'
import { answerLogs } from './answer-logs.ts'
import { kubeletPort } from './kubelet-port.ts'
import type { NodePods } from './node-pods.ts'
import { forwardPorts } from './port-forward.ts'
import { parsePorts, portForwardProtocol } from './port-forward-frames.ts'

/**
 * What the API server asks a kubelet for: `pods/log` and `pods/portforward`. Unlike a cluster's it asks nobody who they are:
 * only this machine and its pods reach the bridge.
 */
export async function startKubeletServer(pods: NodePods): Promise<{ close(): void }> {
  const key = readFileSync(join(lab.pki, 'kubelet.key'))
  const cert = readFileSync(join(lab.pki, 'kubelet.crt'))
  const server = createServer({ key, cert }, (request, response) => {
    const { segments, query } = partsOf(request.url)
    const [kind = '', namespace = '', name = '', container = ''] = segments
    const pod = pods.find(namespace, name)
    if (kind === 'healthz') {
      response.end('ok')
    } else if (kind === 'containerLogs' && pod !== undefined) {
      answerLogs(pod, container, query, response)
    } else if (kind === 'containerLogs') {
      response.writeHead(404).end(`pod ${namespace}/${name} is not on this node\n`)
    } else {
      response.writeHead(501).end(`the lab's kubelet does not do ${kind}\n`)
    }
  })
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has(portForwardProtocol) ? portForwardProtocol : false),
  })
  server.on('upgrade', (request, socket, head) => {
    const { segments, query } = partsOf(request.url)
    const [kind = '', namespace = '', name = ''] = segments
    const pod = pods.find(namespace, name)
    const problem = refusal(kind, request.headers.upgrade, request.headers['sec-websocket-protocol'], pod, query)
    if (problem !== undefined || pod === undefined) {
      refuse(socket, problem ?? '')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const target = { podName: name, ...(pod.namespace === undefined ? {} : { namespace: pod.namespace }) }
      forwardPorts(webSocket, target, parsePorts(query))
    })
  })
  server.listen(kubeletPort, lab.gatewayIp)
  await once(server, 'listening')
  return {
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function partsOf(url = '/'): { segments: string[]; query: URLSearchParams } {
  const { pathname, searchParams } = new URL(url, 'https://kubelet')
  return { segments: pathname.split('/').slice(1).map(decodeURIComponent), query: searchParams }
}

/** Why a request to change protocols cannot be met. */
function refusal(
  kind: string,
  protocol: string | undefined,
  subprotocols: string | undefined,
  pod: object | undefined,
  query: URLSearchParams,
): string | undefined {
  if (kind !== 'portForward') {
    return `the lab's kubelet does not do ${kind}`
  }
  const offered = (subprotocols ?? '').split(',').map((one) => one.trim())
  if (protocol?.toLowerCase() !== 'websocket' || !offered.includes(portForwardProtocol)) {
    return `the lab's kubelet forwards ports by WebSocket with ${portForwardProtocol} only, not by SPDY (kubectl)`
  }
  if (pod === undefined) {
    return 'the pod is not on this node'
  }
  try {
    parsePorts(query)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function refuse(socket: Duplex, problem: string): void {
  const body = `${problem}\n`
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
