/** A share somebody set, not one that was measured: `1 %`, not `1.00 %`. */
export function setShare(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(3))} %`
}
