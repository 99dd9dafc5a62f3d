import { subscribe } from 'node:diagnostics_channel'

/** Mends the address of every request before Next sees it: one it cannot decode would be answered 500, in plain text. */
export function mendAddresses(): void {
  subscribe('http.server.request.start', (message) => {
    if (typeof message === 'object' && message !== null && 'request' in message) {
      const { request } = message
      if (typeof request === 'object' && request !== null && 'url' in request && typeof request.url === 'string') {
        request.url = soundAddress(request.url)
      }
    }
  })
}

/** The address, its path such that it can be decoded: in a part that cannot, each `%` means itself. */
export function soundAddress(address: string): string {
  const [path = '', ...query] = address.split('?')
  if (isDecodable(path)) {
    return address
  }
  const parts = path.split('/').map((part) => (isDecodable(part) ? part : part.replaceAll('%', '%25')))
  return [parts.join('/'), ...query].join('?')
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
