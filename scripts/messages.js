// Prints every error message of the packages, for a review: `npm run messages`. `-- --long` prints only those whose first
// sentence is longer than 100 characters. Values that a message inserts are in angle brackets.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const onlyLong = process.argv.includes('--long')

const sources = readdirSync(join(root, 'packages'))
  .flatMap(name =>
    readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map(file => join(root, 'packages', name, 'src', file)),
  )
  .map(file => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true))

/** A message as it reads: its own words, and names for the rest. */
function words(node) {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isParenthesizedExpression(node)) return words(node.expression)
  if (ts.isTemplateExpression(node)) {
    return (
      node.head.text +
      node.templateSpans.map(({ expression, literal }) => words(expression) + literal.text).join('')
    )
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return words(node.left) + words(node.right)
  }
  if (ts.isConditionalExpression(node)) {
    const ways = [words(node.whenTrue), words(node.whenFalse)].filter(way => way !== '')
    return ways.length === 2 ? `{${ways.join(' | ')}}` : (ways[0] ?? '')
  }
  return `<${node.getText().replaceAll(/\s+/g, ' ').slice(0, 30)}>`
}

/** The first sentence, each name of something counted as eight characters. */
const firstSentence = message => message.replaceAll(/<[^<>]*>/g, 'xxxxxxxx').split(/(?<=[.:?!])\s|\n|: /)[0]

/** Classes whose messages are made where they are thrown. */
const thrown = new Map()
const found = []

const visit = (node, inspect) => {
  inspect(node)
  ts.forEachChild(node, child => visit(child, inspect))
}

for (const source of sources) {
  visit(source, node => {
    if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.SuperKeyword) return
    const [code, message] = node.arguments
    if (code === undefined || message === undefined || !ts.isStringLiteralLike(code)) return
    const place = ts.findAncestor(node, ts.isClassDeclaration)?.name?.text
    if (ts.isIdentifier(message)) thrown.set(place, code.text)
    else found.push({ code: code.text, node, message: words(message) })
  })
}
for (const source of sources) {
  visit(source, node => {
    if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return
    const [first, second] = node.arguments ?? []
    if (first === undefined) return
    const code = thrown.get(node.expression.text)
    if (code !== undefined) found.push({ code, node, message: words(first) })
    else if (second !== undefined && ts.isStringLiteralLike(first) && /^[A-Z_]+$/.test(first.text)) {
      found.push({ code: first.text, node, message: words(second) })
    }
  })
}

found.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
for (const { code, node, message } of found) {
  const source = node.getSourceFile()
  const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
  if (onlyLong && firstSentence(message).length <= 100) continue
  console.log(
    `${code}  (${relative(root, source.fileName)}:${line})\n  ${message.replaceAll('\n', '\n  ')}\n`,
  )
}
