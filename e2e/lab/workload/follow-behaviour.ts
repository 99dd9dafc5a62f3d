import { readFileSync } from 'node:fs'
import { type Behaviour, parseBehaviour } from './behaviour.ts'
import type { ServedProtocol } from './serving.ts'

export interface FollowedBehaviour {
  current(): Behaviour
  close(): void
}

interface Listener {
  changed(behaviour: Behaviour): void
  malformed(message: string): void
}

/** Reads the file now and every 200 ms. Without the file all is normal; a malformed one leaves everything as it was. */
export function followBehaviour(
  file: string | undefined,
  protocol: ServedProtocol | undefined,
  listener: Listener,
): FollowedBehaviour {
  let behaviour: Behaviour = {}
  if (file === undefined) {
    return { current: () => behaviour, close: () => undefined }
  }
  let seen = ''
  const look = () => {
    const found = read(file)
    const mark = found.text ?? found.failure
    if (mark === seen) {
      return
    }
    seen = mark
    try {
      behaviour = behaviourOf(found, protocol)
    } catch (error) {
      listener.malformed(`${file}: ${error instanceof Error ? error.message : String(error)}`)
      return
    }
    listener.changed(behaviour)
  }
  look()
  const timer = setInterval(look, 200)
  return { current: () => behaviour, close: () => clearInterval(timer) }
}

type Found = { text: string; failure?: never } | { text?: never; failure: string }

/** No file is an empty text. */
function read(file: string): Found {
  try {
    return { text: readFileSync(file, 'utf8') }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return code === 'ENOENT' ? { text: '' } : { failure: `cannot be read (${code})` }
  }
}

function behaviourOf(found: Found, protocol: ServedProtocol | undefined): Behaviour {
  if (found.failure !== undefined) {
    throw new Error(found.failure)
  }
  return found.text.trim() === '' ? {} : parseBehaviour(found.text, protocol)
}
