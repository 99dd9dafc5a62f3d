import type { HttpMatch } from './virtual-service.ts'

/** Whether a block's source conditions are dropped: beside `gateways` they never act (Istio: sourceMatchHTTP). */
export function ignoresItsSource({ gateways = [], sourceLabels = {}, sourceNamespace }: HttpMatch): boolean {
  return gateways.length > 0 && (Object.keys(sourceLabels).length > 0 || Boolean(sourceNamespace))
}
