import 'server-only'
import { AppError } from '../domain/errors.ts'
import { problemOf, problemResponse } from './problem.ts'

/** The answer to every address under `/api` that no endpoint has. */
export function noSuchDoor(request: Request): Response {
  return problemResponse(problemOf(new AppError('not-found', { what: new URL(request.url).pathname.slice(0, 200) })))
}
