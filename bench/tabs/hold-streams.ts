import { Agent, get } from 'node:http'
import { wallMs } from '../measure/wall-clock.ts'
import { FrameReader } from './frame-reader.ts'

// A process of its own: whoever counts and relays must not wait while megabytes are taken in.

const [url = '', count = '1'] = process.argv.slice(2)
const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })

for (let stream = 0; stream < Number(count); stream += 1) {
  get(url, { agent }, (response) => {
    const reader = new FrameReader()
    if (response.statusCode !== 200) {
      console.log(`ended ${stream} ${response.statusCode}`)
    }
    response.on('data', (piece: Buffer) => {
      const atMs = wallMs()
      for (const { event, seq, bytes } of reader.read(piece)) {
        if (seq !== undefined) {
          console.log(`${event} ${stream} ${seq} ${atMs} ${bytes}`)
        }
      }
    })
    response.on('close', () => console.log(`ended ${stream} closed`))
  }).on('error', (error) => console.log(`ended ${stream} ${error.message}`))
}
