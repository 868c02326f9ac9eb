// What does each source import, export and use?
import { dirname, join, normalize } from 'node:path'
import {
  type Identifier,
  type Node,
  type NoSubstitutionTemplateLiteral,
  type SourceFile,
  type StringLiteral,
  SyntaxKind,
} from 'typescript/unstable/ast'
import {
  isBinaryExpression,
  isBindingElement,
  isCallExpression,
  isElementAccessExpression,
  isExportDeclaration,
  isExpressionWithTypeArguments,
  isHeritageClause,
  isIdentifier,
  isImportDeclaration,
  isImportTypeNode,
  isInterfaceDeclaration,
  isLiteralTypeNode,
  isMetaProperty,
  isNamedExports,
  isNamedImports,
  isNewExpression,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isRegularExpressionLiteral,
  isShorthandPropertyAssignment,
  isSpreadElement,
  isStringLiteral,
  isTemplateHead,
  isTemplateMiddle,
  isTemplateTail,
  isTypeAliasDeclaration,
  isTypeNode,
} from 'typescript/unstable/ast/is'
import type { Checker } from 'typescript/unstable/sync'
import { lineOf, parse, type Texts } from './compiler.js'

/** `from` as it is written, `to` the file it means, if it is one of ours; `names` what is taken: `*` is all of it, `export *` all that is asked for here. */
export type Import = { from: string; to: string | undefined; names: string[] }

export type Source = {
  file: string
  firstLine: string
  imports: Import[]
  exports: string[]
  /** What is used of what the file neither declares nor imports: `fetch`, `Math.random`, `new Date()`. */
  uses: { name: string; line: number }[]
  doubleQuoted: number[]
  /** Where a kind of matter is named as a text, so as to be compared. */
  kinds: number[]
  /** Chinese in a text, a part of a template or a pattern; never in a comment or a name. */
  chinese: { text: string; line: number }[]
}

const kindNames = ['incident', 'rectification', 'assignment']

const isText = (node: Node): node is StringLiteral | NoSubstitutionTemplateLiteral =>
  isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)

const isSpoken = (node: Node): node is Node & { text: string } =>
  isText(node) ||
  isTemplateHead(node) ||
  isTemplateMiddle(node) ||
  isTemplateTail(node) ||
  isRegularExpressionLiteral(node)

/** What a name that nobody declared is used for. */
const useOf = (name: Identifier): string => {
  const { parent } = name
  if (isPropertyAccessExpression(parent) && parent.expression === name)
    return `${name.text}.${parent.name.text}`
  if (isElementAccessExpression(parent) && parent.expression === name) {
    const key = parent.argumentExpression
    return isText(key) ? `${name.text}.${key.text}` : `${name.text}[…]`
  }
  if (isNewExpression(parent) && parent.expression === name) {
    const given = parent.arguments?.some((one) => !isSpreadElement(one)) ?? false
    return name.text === 'Date' && !given ? 'new Date()' : `new ${name.text}`
  }
  if (isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.InstanceOfKeyword)
    return parent.right === name ? `instanceof ${name.text}` : name.text
  if (isCallExpression(parent) && parent.expression === name) return `${name.text}()`
  return name.text
}

const isNamed = (node: Identifier): boolean => {
  const { parent } = node
  return (
    (isPropertyAccessExpression(parent) && parent.name === node) ||
    (isPropertyAssignment(parent) && parent.name === node) ||
    (isBindingElement(parent) && parent.propertyName === node) ||
    isMetaProperty(parent)
  )
}

const readSource = (file: string, source: SourceFile, checker: Checker, texts: Texts): Source => {
  const imports: Import[] = []
  const doubleQuoted: number[] = []
  const kinds: number[] = []
  const chinese: Source['chinese'] = []
  const uses: Source['uses'] = []
  const names: Identifier[] = []

  const meant = (from: string): string | undefined => {
    if (!from.startsWith('.')) return undefined
    const path = normalize(join(dirname(file), from)).replace(/^dist\//, '')
    return [path, path.replace(/\.js$/, '.ts')].find((one) => one in texts)
  }
  const take = (specifier: Node | undefined, taken: string[]): void => {
    if (specifier && isText(specifier))
      imports.push({ from: specifier.text, to: meant(specifier.text), names: taken })
    else if (specifier) uses.push({ name: 'import(…)', line: lineOf(source, specifier) })
  }
  const use = (node: Node, name: string): void => void uses.push({ name, line: lineOf(source, node) })

  const walk = (node: Node, inType: boolean): void => {
    if (isStringLiteral(node) && !node.text.includes("'") && source.text[node.getStart(source)] === '"')
      doubleQuoted.push(lineOf(source, node))
    if (isText(node) && kindNames.includes(node.text) && isBinaryExpression(node.parent)) {
      const { left, right } = node.parent
      if (/\bkind$/.test((left === node ? right : left).getText(source))) kinds.push(lineOf(source, node))
    }
    if (isSpoken(node) && /\p{Script=Han}/u.test(node.text))
      chinese.push({ text: node.text, line: lineOf(source, node) })
    if (isImportDeclaration(node)) {
      const { name, namedBindings: bound } = node.importClause ?? {}
      const named = !bound
        ? []
        : isNamedImports(bound)
          ? bound.elements.map((one) => (one.propertyName ?? one.name).text)
          : ['*']
      take(node.moduleSpecifier, name ? ['default', ...named] : named)
      walk(node.moduleSpecifier, inType)
      return
    }
    if (isExportDeclaration(node) && node.moduleSpecifier) {
      const clause = node.exportClause
      take(
        node.moduleSpecifier,
        clause && isNamedExports(clause)
          ? clause.elements.map((one) => (one.propertyName ?? one.name).text)
          : [clause ? '*' : 'export *'],
      )
      walk(node.moduleSpecifier, inType)
      return
    }
    if (isImportTypeNode(node) && isLiteralTypeNode(node.argument))
      take(node.argument.literal, [node.qualifier?.getText(source).split('.')[0] ?? '*'])
    if (isCallExpression(node)) {
      if (node.expression.kind === SyntaxKind.ImportKeyword) take(node.arguments[0], ['*'])
      const called = node.expression
      if (
        isPropertyAccessExpression(called) &&
        ['format', 'formatToParts'].includes(called.name.text) &&
        node.arguments.length === 0
      )
        use(node, `.${called.name.text}()`) // a formatter without a time shows the present one
    }
    if (isMetaProperty(node)) use(node, node.getText(source))
    if (isIdentifier(node) && !inType && !isNamed(node)) {
      if (!isShorthandPropertyAssignment(node.parent)) names.push(node)
      else if (!checker.getShorthandAssignmentValueSymbol(node.parent)) use(node, node.text)
    }
    // what a class extends is a value, though the tree calls it a type
    const value =
      isExpressionWithTypeArguments(node) &&
      !(isHeritageClause(node.parent) && node.parent.token === SyntaxKind.ImplementsKeyword)
    const type =
      inType || isInterfaceDeclaration(node) || isTypeAliasDeclaration(node) || (isTypeNode(node) && !value)
    node.forEachChild((child) => walk(child, type))
  }
  walk(source, false)

  checker.getSymbolAtLocation(names).forEach((symbol, at) => {
    const name = names[at]
    if (name && name.text !== 'undefined' && !symbol?.declarations.length) use(name, useOf(name))
  })
  const exported = checker.getSymbolAtLocation(source)?.getExports().values() ?? []
  return {
    file,
    firstLine: source.text.split('\n', 1)[0] ?? '',
    imports,
    exports: [...exported].map((one) => one.name).filter((name) => name !== '__export'),
    uses,
    doubleQuoted,
    kinds,
    chinese,
  }
}

export const read = (houses: readonly Texts[]): Source[][] => parse(houses, readSource)
