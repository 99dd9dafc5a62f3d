/** A way to every istiod of a mesh. */
export interface ControlPlanes {
  /**
   * What each replica that serves the cluster answers to a GET of a debug path. Rejects with `AppError` when one of them
   * cannot be asked: `unavailable`, `timeout`, `unauthenticated`, `forbidden`, `invalid`, `too-large`.
   */
  debugAnswers(cluster: string, path: string, signal?: AbortSignal): Promise<string[]>
}
