import { pino } from 'pino'
import type { Log } from '../../ports/log.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** JSON lines on standard output; secrets under the usual names are blanked. */
export function pinoLog(level: LogLevel): Log {
  const sink = pino({ level, redact: ['*.authorization', '*.token', '*.password', '*.cookie'] })
  return {
    info: (event, fields) => sink.info(fields ?? {}, event),
    warn: (event, fields) => sink.warn(fields ?? {}, event),
    error: (event, fields) => sink.error(fields ?? {}, event),
  }
}
