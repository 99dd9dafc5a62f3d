import type { Figure } from './figure.ts'

/** Measures and tells each figure when it is known; what it started has ended when it ends. */
export type Benchmark = () => AsyncGenerator<Figure>
