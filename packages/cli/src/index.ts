/**
 * The configuration of the command line tool `reyield`.
 *
 * @module
 */
export {}
