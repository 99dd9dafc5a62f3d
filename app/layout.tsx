import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { preferences } from '#lib/server/preferences.ts'
import { Providers } from './providers.tsx'
import './globals.css'

export const metadata: Metadata = { title: 'Exantas', icons: { icon: '/icon.svg' } }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, theme } = await preferences()
  return (
    <html lang={locale} data-theme={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <head>
        <script src="/follow-device.js" />
      </head>
      <body>
        <NextIntlClientProvider>
          <Providers>{children}</Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
