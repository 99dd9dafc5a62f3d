import type { Clock } from '../ports/clock.ts'
import { orAborted } from '../ports/or-aborted.ts'

const keepSeconds = 5
const keepAtMost = 64

interface Flight {
  result: Promise<unknown>
  abort: AbortController
  waiting: number
  settledAt?: number
}

/** Starts what is asked, unless the same is on the way or was answered within the last 5 s. */
export type ShareFlight = <T>(
  key: string,
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => Promise<T>,
) => Promise<T>

/** The same question asked while its answer is on the way, or within 5 s after, is asked once. A flight is aborted only when nobody waits for it any more. */
export function sharedFlights(clock: Clock): ShareFlight {
  const flights = new Map<string, Flight>()

  function share<T>(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted()
    prune()
    const flight = flights.get(key) ?? launch(key, start)
    return join<T>(key, flight, signal)
  }

  function launch<T>(key: string, start: (signal: AbortSignal) => Promise<T>): Flight {
    const abort = new AbortController()
    const flight: Flight = { result: start(abort.signal), abort, waiting: 0 }
    flights.set(key, flight)
    flight.result.then(
      () => {
        flight.settledAt = clock.now()
      },
      () => forget(key, flight),
    )
    return flight
  }

  async function join<T>(key: string, flight: Flight, signal: AbortSignal | undefined): Promise<T> {
    flight.waiting += 1
    try {
      return (await orAborted(flight.result, signal)) as T
    } finally {
      flight.waiting -= 1
      if (flight.waiting === 0 && flight.settledAt === undefined && signal?.aborted === true) {
        forget(key, flight)
        flight.abort.abort(signal.reason)
      }
    }
  }

  function forget(key: string, flight: Flight): void {
    if (flights.get(key) === flight) {
      flights.delete(key)
    }
  }

  function prune(): void {
    const now = clock.now()
    for (const [key, flight] of flights) {
      const isOld = flight.settledAt !== undefined && now - flight.settledAt >= keepSeconds
      if (isOld || (flight.settledAt !== undefined && flights.size > keepAtMost)) {
        flights.delete(key)
      }
    }
  }

  return share
}
