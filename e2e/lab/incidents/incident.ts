/** Something that goes wrong in the shop, on purpose. */
export interface Incident {
  name: string
  /** One line for the person who picks it. */
  summary: string
  actsOn: 'process' | 'network' | 'istio' | 'load'
  /** Resolves when the cause is in force. */
  start(): Promise<void>
  /** Resolves when nothing of the cause is left, whether or not it was started. */
  heal(): Promise<void>
}
