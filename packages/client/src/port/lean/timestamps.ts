import { types } from 'node:util'

/** SWF's times are seconds since 1970 in JSON, and Dates in the port. */

type Fields = Record<string, unknown>

/** Returns the input with Dates replaced. Only filters of lists and counts have any. */
export function withSeconds(input: Fields): Fields {
  const { startTimeFilter, closeTimeFilter } = input
  if (startTimeFilter === undefined && closeTimeFilter === undefined) return input
  return {
    ...input,
    ...(startTimeFilter === undefined ? {} : { startTimeFilter: filterInSeconds(startTimeFilter as Fields) }),
    ...(closeTimeFilter === undefined ? {} : { closeTimeFilter: filterInSeconds(closeTimeFilter as Fields) }),
  }
}

const filterInSeconds = (filter: Fields): Fields =>
  Object.fromEntries(
    Object.entries(filter).map(([name, time]) => [name, types.isDate(time) ? time.getTime() / 1000 : time]),
  )

/** Replaces the times in an output that was just parsed. */
export function datesIn(output: object): void {
  const { events, executionInfos, executionInfo, typeInfo, typeInfos } = output as {
    events?: Fields[]
    executionInfos?: Fields[]
    executionInfo?: Fields
    typeInfo?: Fields
    typeInfos?: Fields[]
  }
  for (const event of events ?? []) replace(event, 'eventTimestamp')
  for (const info of executionInfos ?? []) replaceIn(info)
  if (executionInfo !== undefined) replaceIn(executionInfo)
  for (const info of typeInfo === undefined ? (typeInfos ?? []) : [typeInfo]) {
    replace(info, 'creationDate')
    replace(info, 'deprecationDate')
  }
  replace(output as Fields, 'latestActivityTaskTimestamp')
}

function replaceIn(info: Fields): void {
  replace(info, 'startTimestamp')
  replace(info, 'closeTimestamp')
}

function replace(fields: Fields, name: string): void {
  const seconds = fields[name]
  if (typeof seconds === 'number') fields[name] = new Date(Math.round(seconds * 1000))
}
