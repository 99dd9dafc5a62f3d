import Link from 'next/link'
import { getTranslations } from 'next-intl/server'

export default async function NotFound() {
  const words = await getTranslations('words')
  return (
    <main className="grid h-dvh place-content-center gap-2 text-center">
      <h1 className="text-headline font-semibold">404</h1>
      <Link className="text-accent" href="/overview">
        {words('backToOverview')}
      </Link>
    </main>
  )
}
