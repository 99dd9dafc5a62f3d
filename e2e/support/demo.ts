import { test as base } from '@playwright/test'
import { type Product, startProduct } from './product.ts'

/** Journeys over one demo mesh, started once for all of a worker's tests. */
export const test = base.extend<object, { demo: Product }>({
  demo: [
    async ({ playwright: _ }, use) => {
      const demo = await startProduct({ EXANTAS_SOURCE: 'demo' })
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ demo }, use) => use(demo.url),
})

export { expect } from '@playwright/test'
