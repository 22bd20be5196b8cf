export { stamp } from './5.js'
