import type { Scope } from '#lib/domain/graph/scope.ts'

/** The moment one window earlier. `now` in Unix seconds. */
export function stepBack(scope: Scope, now: number): number {
  return Math.floor(scope.at ?? now) - scope.window
}

/** The moment one window later; undefined, which is live, when that is not in the past any more. */
export function stepForward(scope: Scope, now: number): number | undefined {
  if (scope.at === undefined || scope.at + scope.window >= now) {
    return undefined
  }
  return scope.at + scope.window
}
