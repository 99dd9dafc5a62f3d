import { serveProduct } from './serve-product.ts'

process.env.EXANTAS_SOURCE = 'demo'
await serveProduct()
