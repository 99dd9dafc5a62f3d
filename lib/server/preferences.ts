import 'server-only'
import { cookies, headers } from 'next/headers'
import { chooseLocale, type Locale } from '../i18n/locales.ts'

export interface Preferences {
  locale: Locale
  /** What the person chose; `system` follows the device. */
  theme: 'light' | 'dark' | 'system'
}

/** Language and theme of the one who asks: cookies first, then what the browser prefers. */
export async function preferences(): Promise<Preferences> {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const theme = jar.get('theme')?.value
  return {
    locale: chooseLocale(jar.get('locale')?.value, head.get('accept-language')),
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
  }
}
