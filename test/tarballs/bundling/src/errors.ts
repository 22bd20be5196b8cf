/** Nothing charges such a card, however often. */
export class CardDeclined extends Error {}
