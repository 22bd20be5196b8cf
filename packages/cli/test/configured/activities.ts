export const charge = (item: string): Promise<string> => Promise.resolve(`receipt for ${item}`)
