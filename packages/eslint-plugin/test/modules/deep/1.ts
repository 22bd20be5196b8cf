export { stamp } from './2.js'
