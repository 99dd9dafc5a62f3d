import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { lab } from '../settings.ts'
import { answerAsBank } from './answer-as-bank.ts'

const { LISTEN_HOST: host = lab.outsideIp } = process.env

const bank = createServer(
  { key: readFileSync(join(lab.pki, 'outside.key')), cert: readFileSync(join(lab.pki, 'outside.crt')) },
  (request, response) => void answerAsBank(request, response),
)
// Proxies keep connections far longer than Node's five seconds, and a request may meet the close on its way.
bank.keepAliveTimeout = 0
bank.listen(443, host, () => console.log(`api.bank.example on ${host}:443`))

createHttpServer((request, response) => {
  response.statusCode = request.url === '/healthz' ? 200 : 404
  response.end()
}).listen(8081, host)

process.once('SIGTERM', () => process.exit(0)).once('SIGINT', () => process.exit(0))
