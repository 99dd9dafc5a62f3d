/** A share somebody set, in percent: `10 %`, `0.1 %`; never rounded to what it is not. */
export function percentText(percent: number): string {
  return `${percentNumber(percent)} %`
}

/** The same without its unit. */
export function percentNumber(percent: number): string {
  return String(Number(percent.toFixed(4)))
}
