/** Kubernetes' times have whole seconds. */
export function timeNow(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`
}
