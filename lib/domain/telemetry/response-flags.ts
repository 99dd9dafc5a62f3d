/**
 * Every response flag Envoy writes, in the order of its documentation (access log `%RESPONSE_FLAGS%`): the first seven
 * for HTTP and TCP, the others for HTTP only. Telemetry may bring newer ones; they stay as they are written.
 */
export const responseFlags = [
  'UH',
  'UF',
  'UO',
  'NR',
  'URX',
  'NC',
  'DT',
  'DC',
  'LH',
  'UT',
  'LR',
  'UR',
  'UC',
  'DI',
  'FI',
  'RL',
  'UAEX',
  'RLSE',
  'IH',
  'SI',
  'DPE',
  'UPE',
  'UMSDR',
  'OM',
  'DF',
  'DO',
  'DR',
  'UDO',
  'NFCF',
  'RFCF',
] as const

export type ResponseFlag = (typeof responseFlags)[number]

const known: ReadonlySet<string> = new Set(responseFlags)

/** Whether a meaning of this flag is known; of others only the name can be told. */
export function isKnownFlag(flag: string): flag is ResponseFlag {
  return known.has(flag)
}
