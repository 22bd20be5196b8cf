/**
 * A web page that shows executions: lists, timelines, source code, and every moment in between.
 *
 * @module
 */

export type { ApiError } from './api/index.ts'
