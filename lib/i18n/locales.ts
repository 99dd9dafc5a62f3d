export const locales = ['en', 'zh'] as const
export type Locale = (typeof locales)[number]

/** The locale a cookie or an Accept-Language header asks for; English when neither names one of ours. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  const wanted = [cookie ?? '', ...(acceptLanguage ?? '').split(',').map((part) => part.trim())]
  for (const tag of wanted) {
    const language = tag.slice(0, 2).toLowerCase()
    const found = locales.find((locale) => locale === language)
    if (found !== undefined) {
      return found
    }
  }
  return 'en'
}
