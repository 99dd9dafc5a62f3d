import { GraphScreen } from '#components/graph/graph-screen.tsx'

export default function GraphPage() {
  return <GraphScreen />
}
