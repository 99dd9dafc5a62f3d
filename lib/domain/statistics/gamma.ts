const maxTerms = 10_000
const precision = 1e-16
/** Lanczos' approximation with g = 7 and nine terms (Godfrey's coefficients): fifteen digits. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** The natural logarithm of Γ(x) for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) {
    return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  }
  const [first = 0, ...terms] = lanczos
  const sum = terms.reduce((all, term, index) => all + term / (x + index), first)
  const base = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum)
}

/**
 * The regularized upper incomplete gamma function Q(a, x) = Γ(a, x) ÷ Γ(a) for a > 0 and x ≥ 0: its series below a + 1,
 * its continued fraction (Lentz) above, where each converges fast (NIST Handbook of Mathematical Functions, §8.11, §8.9).
 */
export function upperGammaRatio(a: number, x: number): number {
  if (x <= 0) {
    return 1
  }
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  return x < a + 1 ? 1 - scale * seriesOf(a, x) : scale * fractionOf(a, x)
}

function seriesOf(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < maxTerms && Math.abs(term) > Math.abs(sum) * precision; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

function fractionOf(a: number, x: number): number {
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let value = d
  for (let n = 1; n < maxTerms; n++) {
    const step = -n * (n - a)
    b += 2
    d = 1 / nonZero(step * d + b, tiny)
    c = nonZero(b + step / c, tiny)
    value *= d * c
    if (Math.abs(d * c - 1) < precision) {
      break
    }
  }
  return value
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
