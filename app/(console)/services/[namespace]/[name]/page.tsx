import { ServiceScreen } from '#components/services/service-screen.tsx'

export default async function ServicePage({ params }: { params: Promise<{ namespace: string; name: string }> }) {
  const { namespace, name } = await params
  return <ServiceScreen namespace={decodeURIComponent(namespace)} name={decodeURIComponent(name)} />
}
