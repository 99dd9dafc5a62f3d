import { ChangeMarks } from '#components/changes/marks/change-marks.tsx'
import { ServiceSteering } from '#components/changes/steer/service-steering.tsx'
import { ServiceScreen } from '#components/services/service-screen.tsx'

export default async function ServicePage({ params }: { params: Promise<{ namespace: string; name: string }> }) {
  const { namespace, name } = await params
  const place = { namespace: decodeURIComponent(namespace), name: decodeURIComponent(name) }
  return (
    <ChangeMarks namespace={place.namespace} service={place.name}>
      <ServiceScreen {...place} steering={<ServiceSteering {...place} />} />
    </ChangeMarks>
  )
}
