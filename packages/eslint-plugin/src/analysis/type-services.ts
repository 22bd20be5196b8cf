import type { Rule } from 'eslint'
import type { Node } from './node.ts'

/** The part of TypeScript's types that is used. It's the same in TypeScript 5.4 to 6.0. */
export interface Type {
  readonly symbol?: { readonly name: string; readonly declarations?: readonly Declaration[] }
  readonly types?: readonly Type[]
  getCallSignatures(): readonly Signature[]
  getProperties(): readonly Property[]
  isUnion(): boolean
  isIntersection(): boolean
  isClass(): boolean
}

interface Declaration {
  getSourceFile(): SourceFile
}

interface SourceFile {
  readonly fileName: string
}

interface Property {
  readonly name: string
}

interface Signature {
  getReturnType(): Type
}

interface Checker {
  getTypeAtLocation(node: object): Type
  getTypeOfSymbolAtLocation(property: Property, node: object): Type
  typeToString(type: Type): string
  getWidenedType(type: Type): Type
  getTypeArguments(type: Type): readonly Type[]
  isArrayType(type: Type): boolean
  isTupleType(type: Type): boolean
}

/** The types of a file. */
export interface Types {
  readonly checker: Checker
  readonly of: (node: Node) => Type
  /** Whether a type is declared by the program, not by JavaScript, by Node or by a package. */
  readonly isOwn: (type: Type) => boolean
  /** The node of TypeScript for a node. */
  readonly node: (node: Node) => object
}

interface Program {
  getTypeChecker(): Checker
  isSourceFileDefaultLibrary(file: SourceFile): boolean
}

interface Services {
  readonly program?: Program | null
  readonly esTreeNodeToTSNodeMap?: { get(node: Node): object | undefined }
}

/** The types of a file, if it's linted with type information. */
export function typesOf({ sourceCode }: Rule.RuleContext): Types | undefined {
  const { program, esTreeNodeToTSNodeMap: map } = sourceCode.parserServices as Services
  if (!program || map === undefined) return undefined
  const checker = program.getTypeChecker()
  const node = (one: Node) => map.get(one)!
  const isOwn = ({ symbol }: Type) => {
    const files = symbol?.declarations?.map(one => one.getSourceFile()) ?? []
    const isOther = (file: SourceFile) =>
      program.isSourceFileDefaultLibrary(file) || /[\\/]node_modules[\\/]/.test(file.fileName)
    return files.length > 0 && !files.some(isOther)
  }
  return { checker, node, isOwn, of: one => checker.getTypeAtLocation(node(one)) }
}
