import { DiagnosisScreen } from '#components/diagnosis/diagnosis-screen.tsx'

export default function DiagnosisPage() {
  return <DiagnosisScreen />
}
