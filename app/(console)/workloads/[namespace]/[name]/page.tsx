import { WorkloadScreen } from '#components/services/workload-screen.tsx'

export default async function WorkloadPage({ params }: { params: Promise<{ namespace: string; name: string }> }) {
  const { namespace, name } = await params
  return <WorkloadScreen namespace={decodeURIComponent(namespace)} name={decodeURIComponent(name)} />
}
