import { activities, signal, sleep } from '@reyield/workflow'

export const { charge, ship } = activities<{
  charge: (x: number) => Promise<string>
  ship: (x: number) => Promise<string>
}>({
  startToClose: '1m',
})
export const approved = signal<{ by: string }>('approved')

/** Yields operations, so it's reported where it is. */
export async function* pay(x: number) {
  yield* sleep(Date.now() % 2)
  return yield* charge(x)
}

/** Yields what it gets, so nobody can tell here. */
export function* twice(make: () => Generator<unknown, unknown, unknown>) {
  const begin = Math.random()
  yield* make()
  yield* make()
  return begin
}
