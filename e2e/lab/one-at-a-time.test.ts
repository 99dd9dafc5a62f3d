import { expect, it } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

it('lets only one command change the lab', async () => {
  const name = `\0exantas-lab-test-${process.pid}`
  await oneAtATime(name)
  await expect(oneAtATime(name)).rejects.toThrow(/Another command/)
})
