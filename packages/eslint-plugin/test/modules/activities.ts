export class OutOfStock extends Error {
  override readonly name = 'OutOfStock'
}

export async function reserve(item: string): Promise<void> {
  await Promise.resolve()
  if (item === 'unicorn') throw new OutOfStock('no unicorns left')
}
