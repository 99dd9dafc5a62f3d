export interface WorkloadCall {
  protocol: 'http' | 'grpc' | 'tcp'
  method: string
  url: URL
  /** Mean calls for each request that arrives; 0.2 is one in five requests, 1.4 one or two. */
  perRequest: number
  /** The caller fails when this call fails. */
  isCritical: boolean
}

const phrase =
  /^(?:(?<method>[A-Z]+) )?(?<url>(?<scheme>http|grpc|tcp):\/\/\S+) (?<perRequest>\d+(?:\.\d+)?)(?<critical> critical)?$/

/**
 * Reads `GET http://search:8080/search 0.2`, `grpc://currency:9090/shop.currency/Get 1.4`, `tcp://catalog-db:5432 1`,
 * each with ` critical` behind it where the caller fails with it; one a line or parted by `;`.
 */
export function parseCalls(text: string): WorkloadCall[] {
  return text
    .split(/[;\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parseCall)
}

function parseCall(line: string): WorkloadCall {
  const parts = phrase.exec(line)?.groups
  const url = parts?.url === undefined ? null : URL.parse(parts.url)
  if (parts === undefined || url === null || url.hostname === '') {
    throw new Error(`CALLS: not a call: ${line}`)
  }
  const protocol = parts.scheme === 'http' || parts.scheme === 'grpc' ? parts.scheme : 'tcp'
  if ((protocol === 'http') !== (parts.method !== undefined)) {
    throw new Error(`CALLS: a method belongs to http and to nothing else: ${line}`)
  }
  if (protocol === 'tcp' && url.port === '') {
    throw new Error(`CALLS: a tcp call needs a port: ${line}`)
  }
  return {
    protocol,
    method: parts.method ?? 'POST',
    url,
    perRequest: Number(parts.perRequest),
    isCritical: parts.critical !== undefined,
  }
}

/** How many of these calls one request makes: the mean in the long run. */
export function callCount(perRequest: number, random: () => number): number {
  const sure = Math.floor(perRequest)
  return sure + (random() < perRequest - sure ? 1 : 0)
}
