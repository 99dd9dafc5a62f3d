import { getRequestConfig } from 'next-intl/server'
import { preferences } from '../server/preferences.ts'
import { messages } from './messages.ts'

export default getRequestConfig(async () => {
  const { locale } = await preferences()
  return { locale, messages: messages[locale], timeZone: 'UTC' }
})
