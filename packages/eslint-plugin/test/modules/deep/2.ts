export { stamp } from './3.js'
