import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MeshSize, planMesh } from './mesh-plan.ts'
import { scrapeText } from './write-series.ts'

// A process of its own, so that writing a hundred megabytes of series never holds up who measures.

// The mesh was there before anybody scraped it.
const ageSeconds = 3600

const plan = planMesh(MeshSize.parse(JSON.parse(process.argv[2] ?? '')))
const startedMs = Date.now() - ageSeconds * 1000

const server = createServer((_, response) => {
  answer(response).catch(() => response.destroy())
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
console.log(`listening on ${typeof address === 'object' && address !== null ? address.port : 0}`)

async function answer(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
  await pipeline(Readable.from(scrapeText(plan, (Date.now() - startedMs) / 1000)), response)
  console.log('scraped')
}
