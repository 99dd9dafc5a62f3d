const startedAt = performance.now()

/** One line of progress with the minutes and seconds since the command began. */
export function say(text: string): void {
  const seconds = Math.floor((performance.now() - startedAt) / 1000)
  console.log(`${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')} ${text}`)
}

/** What keeps a command from going on, in a sentence for the person who typed it. */
export class LabFailure extends Error {}

/** This machine lacks something; exit code 3 tells programs. */
export class CannotRunHere extends LabFailure {}
