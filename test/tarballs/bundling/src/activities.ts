import { CardDeclined } from './errors.ts'

export async function charge(card: string): Promise<string> {
  if (card === 'expired') throw new CardDeclined('The card has expired')
  return `receipt for ${card}`
}

export const pack = async (item: string): Promise<string> => `box with ${item}`
