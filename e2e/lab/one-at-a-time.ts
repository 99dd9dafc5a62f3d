import { once } from 'node:events'
import { createServer } from 'node:net'
import { LabFailure } from './say.ts'

/** An abstract socket: it goes with the process that holds it, however that ends. */
const usualName = '\0exantas-lab'

/** Until this process ends, no other one gets past here: two that start or end the lab's processes would lose some. */
export async function oneAtATime(name = usualName): Promise<void> {
  const held = createServer().listen(name)
  try {
    await once(held, 'listening')
  } catch {
    throw new LabFailure('Another command is changing the lab: wait until it has ended.')
  }
  held.unref()
}
