/** Where a diagnosis starts, as it stands in an address: a service, or a call to it; neither is the whole scope. */
export interface DiagnosisStart {
  namespace?: string | undefined
  service?: string | undefined
  /** `namespace/name` of the caller. */
  source?: string | undefined
}

/** Half a start is none: a mistyped link still opens. */
export function readDiagnosisStart(param: (name: string) => string | undefined): DiagnosisStart {
  const [namespace, service, source] = [param('namespace'), param('service'), param('source')]
  if (namespace === undefined || service === undefined || namespace === '' || service === '') {
    return {}
  }
  return { namespace, service, ...(/^[^/]+\/[^/]+$/.test(source ?? '') && { source }) }
}
