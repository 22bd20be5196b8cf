import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import ts from 'typescript'

/**
 * The public API as text: what every entry point of every package exports, as declared in the emitted .d.ts files, without
 * docs. A declaration that a report's declarations mention, and that no entry point exports, is in the report too: so
 * a change of any public signature changes a report.
 */

/** The entry points of the packages of a workspace: `{ name, file }`, the file being the emitted declarations. */
export function entryPoints(root) {
  return readdirSync(join(root, 'packages'))
    .sort()
    .flatMap(folder => {
      const home = join(root, 'packages', folder)
      const { name, exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
      return Object.entries(exports).flatMap(([subpath, { types }]) =>
        types === undefined ? [] : [{ name: name + subpath.slice(1), file: resolve(home, types) }],
      )
    })
}

/** The file name of an entry point's report: `workflow.md`, `replay.where.md`. */
export const reportFile = name => `${name.replace(/^@[^/]+\//, '').replaceAll('/', '.')}.md`

/**
 * The declarations of each entry point: a map from its name to `{ exported, reachable, withoutExample }`. The first two are maps from a
 * name to the text of its declarations. The last one lists exported functions, classes and option interfaces whose docs have no
 * `@example`. `root`: files below it are ours.
 */
export function apiOf(entries, root) {
  const options = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    noLib: true,
    types: [],
    noEmit: true,
  }
  const host = ts.createCompilerHost(options)
  const scope = new Set(entries.map(({ name }) => name.split('/')[0]))
  // only our own files are read: declarations are printed with the names of others unresolved
  host.resolveModuleNameLiterals = (literals, file) =>
    literals.map(({ text }) =>
      text.startsWith('.') || scope.has(text.split('/')[0])
        ? ts.resolveModuleName(text, file, options, host, undefined, undefined, ts.ModuleKind.ESNext)
        : { resolvedModule: undefined },
    )
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    options,
    host,
  )
  const checker = program.getTypeChecker()
  const home = realpathSync(root) + sep
  const isOurs = node => {
    const { fileName } = node.getSourceFile()
    return fileName.startsWith(home) && !fileName.slice(home.length).includes('node_modules')
  }
  const whole = symbol => {
    if ((symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol
    const target = checker.getAliasedSymbol(symbol)
    return target.declarations === undefined ? symbol : target // another package's
  }

  const exportsOf = entries.map(({ name, file }) => {
    const source = program.getSourceFile(file)
    if (source === undefined) throw new Error(`${file} is missing: run \`npm run build\` first`)
    const module = checker.getSymbolAtLocation(source)
    const symbols = module === undefined ? [] : checker.getExportsOfModule(module)
    return { name, exported: new Map(symbols.map(one => [one.name, whole(one)])) }
  })
  const everywhere = new Set(exportsOf.flatMap(({ exported }) => [...exported.values()]))

  return new Map(
    exportsOf.map(({ name, exported }) => {
      const reachable = new Map()
      const todo = [...exported.values()]
      for (let symbol = todo.pop(); symbol !== undefined; symbol = todo.pop()) {
        for (const mentioned of mentions(symbol)) {
          if (everywhere.has(mentioned) || reachable.has(mentioned)) continue
          reachable.set(mentioned, labelOf(mentioned))
          todo.push(mentioned)
        }
      }
      return [
        name,
        {
          exported: sorted([...exported].map(([as, symbol]) => [as, textOf(symbol)])),
          reachable: sorted([...reachable].map(([symbol, label]) => [label, textOf(symbol)])),
          withoutExample: [...exported].flatMap(([as, symbol]) => (lacksExample(as, symbol) ? [as] : [])),
        },
      ]
    }),
  )

  /** The declarations of ours that a symbol's declarations mention and that stand for themselves. */
  function mentions(symbol) {
    const found = new Set()
    const look = node => {
      if (isPrivate(node)) return
      if (ts.isIdentifier(node)) {
        const mentioned = checker.getSymbolAtLocation(node)
        const target = mentioned === undefined ? undefined : whole(mentioned)
        if (target !== undefined && target !== symbol && target.declarations?.some(standsAlone))
          found.add(target)
      }
      ts.forEachChild(node, look)
    }
    for (const declaration of ours(symbol)) look(statementOf(declaration))
    return found
  }

  function ours(symbol) {
    return (symbol.declarations ?? []).filter(isOurs)
  }

  /** A declaration of ours at the top of a file. */
  function standsAlone(declaration) {
    return (
      isOurs(declaration) &&
      !ts.isSourceFile(declaration) &&
      ts.isSourceFile(statementOf(declaration).parent) &&
      (declaration.parent === statementOf(declaration).parent || ts.isVariableDeclaration(declaration))
    )
  }

  function textOf(symbol) {
    return ours(symbol)
      .map(declaration =>
        symbol.flags & ts.SymbolFlags.Alias ? declaration.parent.parent.getText() : printed(declaration),
      )
      .join('\n')
  }

  function lacksExample(name, symbol) {
    const { Class, Function, Interface } = ts.SymbolFlags
    const needsOne =
      (symbol.flags & (Class | Function)) !== 0 ||
      ((symbol.flags & Interface) !== 0 && name.endsWith('Options'))
    return needsOne && symbol.getJsDocTags(checker).every(({ name: tag }) => tag !== 'example')
  }

  function labelOf(symbol) {
    const file = ours(symbol)[0].getSourceFile().fileName
    return `${symbol.name} (${/packages\/([^/]+)/.exec(file)?.[1] ?? 'here'})`
  }
}

const printer = ts.createPrinter({ removeComments: true })

/** Without private members, `export` and `declare`, which depend on how a file is cut. */
function printed(declaration) {
  const statement = statementOf(declaration)
  const { transformed } = ts.transform(statement, [
    context => {
      const visit = node =>
        isPrivate(node)
          ? undefined
          : ts.isStringLiteral(node)
            ? inOneKindOfQuotes(node)
            : ts.visitEachChild(node, visit, context)
      return node => ts.visitNode(node, visit)
    },
  ])
  return printer
    .printNode(ts.EmitHint.Unspecified, transformed[0], statement.getSourceFile())
    .replace(/^(export )?(default )?(declare )?/, '')
    .replace(/import\("\.[^"]*"\)\./g, '')
}

/** Compilers emit a string in the quotes of the source or in double quotes, depending on their version. */
const inOneKindOfQuotes = ({ text }) =>
  ts.setEmitFlags(ts.factory.createStringLiteral(text, !text.includes("'")), ts.EmitFlags.NoAsciiEscaping)

const isPrivate = node =>
  (ts.isClassElement(node) || ts.isParameter(node)) &&
  (ts.isPrivateIdentifier(node.name ?? node) ||
    (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0)

function statementOf(declaration) {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
}

const sorted = entries => new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)))

/** A report as Markdown. */
export function written(name, { exported, reachable }) {
  const part = (title, texts) =>
    texts.size === 0
      ? []
      : [`## ${title}`, ...[...texts].map(([one, text]) => `### ${one}\n\n\`\`\`ts\n${text}\n\`\`\``)]
  return `${[
    `# API of ${name}`,
    `Written by \`npm run api\`; a test compares it. ${
      name.endsWith('/internal')
        ? 'Not for users, and not covered by semantic versioning.'
        : 'A change here is a change for users.'
    }`,
    ...part('Exported', exported),
    ...part('Mentioned, not exported', reachable),
  ].join('\n\n')}\n`
}

/** What differs between two reports: `['added retry', 'changed timeout', 'removed fork']`. */
export function changes(before, after) {
  const read = report =>
    new Map(
      report
        .split(/^### /m)
        .slice(1)
        .map(part => [part.slice(0, part.indexOf('\n')), part]),
    )
  const [old, fresh] = [read(before), read(after)]
  const body = text => text.replace(/\n+## [^\n]*\s*$/, '').trim()
  return [
    ...[...fresh.keys()].filter(name => !old.has(name)).map(name => `added ${name}`),
    ...[...old].flatMap(([name, text]) =>
      !fresh.has(name)
        ? [`removed ${name}`]
        : body(fresh.get(name)) === body(text)
          ? []
          : [`changed ${name}`],
    ),
  ].sort()
}
