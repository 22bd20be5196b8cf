export { stamp } from './4.js'
