export async function HelloWorld(name: string): Promise<string> {
  return `Hello, ${name}!`
}
