const yearSeconds = 31_536_000

/** Keeps a preference of this browser where the server reads it for the next page. */
export function writePreference(name: 'theme' | 'locale', value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http, where the console often runs
  document.cookie = `${name}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`
}

export function readPreference(name: 'theme' | 'locale'): string | undefined {
  return document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}
