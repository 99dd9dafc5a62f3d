import { type ReactNode, Suspense } from 'react'
import { AppShell } from '#components/shell/app-shell.tsx'

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <AppShell>{children}</AppShell>
    </Suspense>
  )
}
