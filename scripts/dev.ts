import { run } from './build-product.ts'

const { HOST = '127.0.0.1', PORT = '3000', EXANTAS_SOURCE = 'demo' } = process.env
await run(process.execPath, ['node_modules/next/dist/bin/next', 'dev', '-H', HOST, '-p', PORT], { EXANTAS_SOURCE })
