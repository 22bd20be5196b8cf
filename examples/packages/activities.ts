export const charge = async (items: string[]) => `receipt for ${items.length} items`
export const pack = async (item: string) => `box with ${item}`
