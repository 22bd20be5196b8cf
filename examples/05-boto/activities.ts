export async function HelloWorld(name: string): Promise<string> {
  if (name === 'invalid') throw new RangeError('the name is invalid')
  return `Hello, ${name}!`
}

export const ActivityA = async (order: string): Promise<string> => `${order}, taken by A`

export const ActivityB = async (taken: string): Promise<string> => `${taken}, packed by B`

export const ActivityC = async (packed: string): Promise<string> => `${packed}, sent by C`

export const Part = async (part: string): Promise<string> => `part-${part}`
