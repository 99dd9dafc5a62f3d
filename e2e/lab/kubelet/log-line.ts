/** A line of the kubelet's own log. */
export function logLine(text: string): void {
  console.log(`${new Date().toISOString()} ${text}`)
}
