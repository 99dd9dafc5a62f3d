import { ServicesScreen } from '#components/services/services-screen.tsx'

export default function ServicesPage() {
  return <ServicesScreen />
}
