// SPDX-License-Identifier: AGPL-3.0-or-later
// Where the code asks for texts, read from its syntax tree: `t('…')`, `t.plain('…')`, and what is handed on to them.
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** One place that asks for a text. */
export interface Use {
  /** File and line. */
  readonly at: string
  /** Ids as written; `*` stands where a value is put in, so that `state-*` is a family. */
  readonly ids: readonly string[]
  /** The values it hands over; undefined where they cannot be told from here. */
  readonly given: readonly string[] | undefined
}

export interface Usage {
  readonly uses: readonly Use[]
  /** The ids, or families, whose texts become labels of choices. */
  readonly labels: ReadonlySet<string>
}

/** All the places of these folders that ask for texts. */
export function usageIn(...folders: URL[]): Usage {
  const files = folders.flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => read(name, readFileSync(new URL(name, folder), 'utf8'))),
  )
  return usageOf(files)
}

/** The same of one source text. */
export function usageInSource(source: string): Usage {
  return usageOf([read('source.ts', source)])
}

function read(name: string, source: string): ts.SourceFile {
  return ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true)
}

function usageOf(files: readonly ts.SourceFile[]): Usage {
  const calls = files.flatMap(file => all(file, ts.isCallExpression))
  const uses = calls.filter(asksForText).map((call): Use => {
    const { line } = ts.getLineAndCharacterOfPosition(call.getSourceFile(), call.getStart())
    const at = `${call.getSourceFile().fileName}:${line + 1}`
    return { at, ids: idsOf(call.arguments[0], calls), given: givenBy(call.arguments[1]) }
  })
  const labelled = calls.filter(
    call => ts.isIdentifier(call.expression) && /^(?:choice|link|opens)$/.test(call.expression.text),
  )
  const labels = labelled.flatMap(call => call.arguments.slice(0, 1).flatMap(label => labelIds(label, calls)))
  return { uses, labels: new Set(labels) }
}

function asksForText({ expression, arguments: [id] }: ts.CallExpression): boolean {
  if (id === undefined) return false
  if (ts.isIdentifier(expression)) return expression.text === 't' || expression.text === 'words'
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text === 'plain'
  return ts.isCallExpression(expression) && /^texts(?:Of)?$/.test(expression.expression.getText())
}

function idsOf(id: ts.Expression | undefined, calls: readonly ts.CallExpression[]): string[] {
  if (id === undefined) return []
  if (ts.isParenthesizedExpression(id)) return idsOf(id.expression, calls)
  if (ts.isStringLiteralLike(id)) return [id.text]
  if (ts.isConditionalExpression(id)) return [...idsOf(id.whenTrue, calls), ...idsOf(id.whenFalse, calls)]
  if (ts.isIdentifier(id)) return handedOn(id, calls)
  if (!ts.isTemplateExpression(id)) return [`? ${id.getText()}`]
  const [span] = id.templateSpans
  const passed =
    span && id.templateSpans.length === 1 && ts.isIdentifier(span.expression) ? handedOn(span.expression, calls) : []
  const known = passed.filter(each => !each.startsWith('?'))
  if (span && known.length > 0) return known.map(each => id.head.text + each + span.literal.text)
  return [id.head.text + id.templateSpans.map(({ literal }) => `*${literal.text}`).join('')]
}

/** What the callers of the function around give for this parameter of it. */
function handedOn(name: ts.Identifier, calls: readonly ts.CallExpression[]): string[] {
  const around = enclosing(name, ts.isFunctionDeclaration)
  const at = around?.parameters.findIndex(parameter => parameter.name.getText() === name.text) ?? -1
  if (!around?.name || at < 0) return [`? ${name.text}`]
  const called = around.name.text
  const given = calls
    .filter(call => ts.isIdentifier(call.expression) && call.expression.text === called)
    .flatMap(({ arguments: args }) => args.slice(at, at + 1))
    .flatMap(argument => (ts.isStringLiteralLike(argument) ? [argument.text] : []))
  return given.length > 0 ? given : [`? ${name.text}`]
}

function givenBy(args: ts.Expression | undefined): string[] | undefined {
  if (args === undefined) return []
  if (!ts.isObjectLiteralExpression(args) || args.properties.some(ts.isSpreadAssignment)) return undefined
  return args.properties.map(property => property.name?.getText() ?? '')
}

/** Follows a label to what it is made of: a constant, or a function of the same file. */
function labelIds(label: ts.Node, calls: readonly ts.CallExpression[], seen = new Set<ts.Node>()): string[] {
  if (seen.has(label)) return []
  seen.add(label)
  const file = label.getSourceFile()
  const here = [label, ...all(label, ts.isCallExpression)].filter(ts.isCallExpression)
  const made = [label, ...all(label, ts.isIdentifier)].filter(ts.isIdentifier).flatMap(({ text }) => [
    ...all(file, ts.isVariableDeclaration)
      .filter(each => each.name.getText() === text)
      .flatMap(each => each.initializer ?? []),
    ...all(file, ts.isFunctionDeclaration).filter(each => each.name?.text === text),
  ])
  return [
    ...here.filter(asksForText).flatMap(call => idsOf(call.arguments[0], calls)),
    ...made.flatMap(node => labelIds(node, calls, seen)),
  ]
}

function enclosing<T extends ts.Node>(node: ts.Node, fits: (node: ts.Node) => node is T): T | undefined {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) if (fits(at)) return at
  return undefined
}

function all<T extends ts.Node>(node: ts.Node, fits: (node: ts.Node) => node is T): T[] {
  const found: T[] = []
  const walk = (each: ts.Node): void => {
    if (fits(each)) found.push(each)
    ts.forEachChild(each, walk)
  }
  ts.forEachChild(node, walk)
  return found
}
