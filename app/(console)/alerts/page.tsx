import { AlertsScreen } from '#components/alerts/alerts-screen.tsx'

export default function AlertsPage() {
  return <AlertsScreen />
}
