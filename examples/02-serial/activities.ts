import { hostname } from 'node:os'

/** The reports of the steps so far, in order. */
export type Report = string[]

export async function ActivityA(order: string): Promise<Report> {
  return [`A took '${order}'`]
}

export async function ActivityB(soFar: Report): Promise<Report> {
  return [...soFar, `B is process ${process.pid}`]
}

export async function ActivityC(soFar: Report): Promise<Report> {
  return [...soFar, `C runs on ${hostname()}`]
}
