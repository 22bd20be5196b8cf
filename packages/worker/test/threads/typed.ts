import type { ActivityContext } from '../../src/index.ts'

/** An activity in TypeScript, which a thread has to compile. */
export interface Picture {
  readonly width: number
}

const border = 1 satisfies number

// oxlint-disable-next-line import/no-default-export -- it's the function that inThread takes
export default async function resize({ width }: Picture, { heartbeat }: ActivityContext): Promise<Picture> {
  await heartbeat({ width })
  return { width: width / 2 - border }
}

export const size = (picture?: Picture): number => picture?.width ?? 0
