import { own, textMap } from './read-json.ts'

/** The thresholds a Namespace or Service asks for, as written. */
export function healthAnnotation(metadata: Record<string, unknown>): { healthAnnotation?: string } {
  const written = own(textMap(metadata.annotations), 'exantas.dev/health')
  return written === undefined ? {} : { healthAnnotation: written }
}
