import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/* Joins its input and output with a port of the network namespace it was started in, at the first host that answers. */
const [port = '', ...hosts] = process.argv.slice(2)

async function dial(): Promise<Socket> {
  for (let reason = `no host for port ${port}`; ; ) {
    const host = hosts.shift()
    if (host === undefined) {
      throw new Error(reason)
    }
    const socket = connect({ host, port: Number(port) })
    try {
      await once(socket, 'connect')
      return socket
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error)
    }
  }
}

try {
  const socket = await dial()
  socket.on('error', (error) => process.stderr.write(error.message))
  socket.pipe(process.stdout)
  process.stdin.pipe(socket)
  socket.once('close', (hasFailed) => process.stdout.end(() => process.exit(hasFailed ? 1 : 0)))
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error), () => process.exit(1))
}
