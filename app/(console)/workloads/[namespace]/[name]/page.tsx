import { ChangeMarks } from '#components/changes/marks/change-marks.tsx'
import { WorkloadScreen } from '#components/services/workload-screen.tsx'

export default async function WorkloadPage({ params }: { params: Promise<{ namespace: string; name: string }> }) {
  const { namespace, name } = await params
  const place = { namespace: decodeURIComponent(namespace), name: decodeURIComponent(name) }
  return (
    <ChangeMarks namespace={place.namespace}>
      <WorkloadScreen {...place} />
    </ChangeMarks>
  )
}
