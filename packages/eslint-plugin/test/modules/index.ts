export * from './prices.js'
export { price as renamed } from './prices.js'
