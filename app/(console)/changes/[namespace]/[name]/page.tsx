import { ChangeScreen } from '#components/changes/list/change-screen.tsx'

export default async function ChangePage({ params }: { params: Promise<{ namespace: string; name: string }> }) {
  const { namespace, name } = await params
  return <ChangeScreen namespace={decodeURIComponent(namespace)} name={decodeURIComponent(name)} />
}
