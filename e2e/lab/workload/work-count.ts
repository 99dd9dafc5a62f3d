import type { Work } from './do-work.ts'

/** Counts the requests being worked on. */
export function workCount(work: Work): { work: Work; whenNone(): Promise<void> } {
  let atWork = 0
  let waiting: (() => void)[] = []
  return {
    async work(headers) {
      atWork++
      try {
        return await work(headers)
      } finally {
        atWork--
        if (atWork === 0) {
          // The answer is written by whoever awaits this work, and only then is nothing left to do.
          setImmediate(() => {
            for (const tell of waiting.splice(0)) {
              tell()
            }
          })
        }
      }
    },
    whenNone: () =>
      atWork === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting = [...waiting, resolve]
          }),
  }
}
