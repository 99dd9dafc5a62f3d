import { hashText } from './unit-process.ts'

const numbers = (text: string) => hashText(text, 7) >>> 0

/** The address of a pod of the demo. */
export function podIp(pod: string): string {
  const hash = numbers(pod)
  return `10.244.${hash % 250}.${2 + ((hash >>> 8) % 250)}`
}

/** The cluster address of a Service. */
export function serviceIp(host: string): string {
  const hash = numbers(host)
  return `10.96.${hash % 250}.${2 + ((hash >>> 8) % 250)}`
}

/** The address of a host outside the mesh, from the range for documentation. */
export function outsideIp(host: string): string {
  return `203.0.113.${2 + (numbers(host) % 250)}`
}

/** A client's port, different from request to request. */
export function clientPort(key: string): number {
  return 32_768 + (numbers(key) % 28_232)
}

/** A request id that both ends of a request log. */
export function requestId(flow: string, index: number): string {
  const [a = '', b = '', c = '', d = ''] = [0, 1, 2, 3].map((part) =>
    (hashText(`${flow}#${index}`, part) >>> 0).toString(16).padStart(8, '0'),
  )
  return `${a}-${b.slice(0, 4)}-9${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`
}
