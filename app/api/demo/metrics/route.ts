import { AppError } from '#lib/domain/errors.ts'
import { demoMetrics } from '#lib/endpoints/texts.ts'
import { answer } from '#lib/server/handle.ts'
import { textStream } from '#lib/server/text-stream.ts'

export const dynamic = 'force-dynamic'
export const GET = answer(demoMetrics, ({ house }) => {
  if (house.exportDemoMetrics === undefined) {
    throw new AppError('not-found', { what: 'the demo mesh' })
  }
  return new Response(textStream(house.exportDemoMetrics()), {
    headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
  })
})
