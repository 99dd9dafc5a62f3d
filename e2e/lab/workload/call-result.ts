/** What became of one call, as the caller's application sees it. */
export interface CallResult {
  isFailure: boolean
  /** Status of the answer, or why there was none. */
  outcome: string
}

/** The protocol's side of making a call. Never rejects. */
export interface CallClient {
  call(request: { method: string; url: URL; headers: Record<string, string> }): Promise<CallResult>
  close(): void
}
