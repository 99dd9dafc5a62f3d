import { WorkloadsScreen } from '#components/services/workloads-screen.tsx'

export default function WorkloadsPage() {
  return <WorkloadsScreen />
}
