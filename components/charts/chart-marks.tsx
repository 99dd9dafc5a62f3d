'use client'

import { createContext, type ReactNode, useContext } from 'react'

/** Something done on purpose at a moment, drawn over every chart of a page. */
export interface ChartMark {
  key: string
  /** Unix seconds. */
  at: number
  title: string
  href: string
}

export interface ChartMarks {
  marks: readonly ChartMark[]
  /** What the marks are, for those who cannot see them. */
  label: string
  /** Where several that stand too close to be told apart are listed. */
  allHref: string
  /** `3 changes`. */
  severalText: (count: number) => string
}

const Context = createContext<ChartMarks | undefined>(undefined)

export function ChartMarksProvider({ value, children }: { value: ChartMarks | undefined; children: ReactNode }) {
  return <Context value={value}>{children}</Context>
}

/** The marks of the page a chart stands on; undefined where there are none to draw. */
export function useChartMarks(): ChartMarks | undefined {
  return useContext(Context)
}
