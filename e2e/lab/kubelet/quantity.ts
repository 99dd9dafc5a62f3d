const factors: Record<string, number> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

/** A Kubernetes quantity (`500m`, `96Mi`) as a number; throws when it is none. */
export function parseQuantity(text: string): number {
  const [, number = '', suffix = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text) ?? []
  const factor = factors[suffix]
  if (number === '' || factor === undefined) {
    throw new Error(`not a quantity: ${text}`)
  }
  return Number(number) * factor
}
