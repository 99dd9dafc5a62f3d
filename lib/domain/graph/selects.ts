/** Whether a Service selector selects pods with these labels. An empty selector selects nothing (Kubernetes Service API). */
export function selects(selector: Record<string, string>, podLabels: Record<string, string>): boolean {
  const wanted = Object.entries(selector)
  return wanted.length > 0 && wanted.every(([key, value]) => Object.hasOwn(podLabels, key) && podLabels[key] === value)
}
