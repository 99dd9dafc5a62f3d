import { ChangesScreen } from '#components/changes/list/changes-screen.tsx'

export default function ChangesPage() {
  return <ChangesScreen />
}
