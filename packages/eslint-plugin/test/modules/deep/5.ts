export { stamp } from './6.js'
