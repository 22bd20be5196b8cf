export { stamp } from './7.js'
