import { dirname, relative } from "node:path";
import ts from "typescript";
import { createReader, type Passed } from "./literal-types.js";

/** A place in the code that asks for a text or throws an error with one. */
export type Asked = {
  /** `file:line` */
  readonly at: string;
  /** Whose texts are asked; an error's sentence may stand anywhere. */
  readonly folder?: string;
  /** What the key may be; undefined when its type doesn't say. */
  readonly keys: readonly string[] | undefined;
  /** undefined when its type doesn't say. */
  readonly passed: Passed | undefined;
};

export type AskedTexts = {
  readonly texts: readonly Asked[];
  readonly errors: readonly Asked[];
  /** Every string that stands in the code. */
  readonly strings: ReadonlySet<string>;
  /** How the strings begin that are put together. */
  readonly heads: readonly string[];
  /** Names of properties: the keys of tables that aren't YAML yet. */
  readonly properties: ReadonlySet<string>;
};

/** A function that throws an error whose code it is handed. */
type Forwards = { readonly index: number; readonly passed: Passed | undefined };

function nodesOf(file: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return nodes;
}

/** What the TypeScript files below `root` ask of texts, read with the compiler's types. */
export function askedTexts(root: string, files: readonly string[]): AskedTexts {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const { literalsOf, passedBy } = createReader(checker);
  const sources = files.flatMap((file) => program.getSourceFile(file) ?? []);
  const nodes = sources.flatMap(nodesOf);

  const at = (node: ts.Node): string => {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    return `${relative(root, file.fileName)}:${line + 1}`;
  };
  const declarationOf = (node: ts.Node): ts.Declaration | undefined => {
    const symbol = checker.getSymbolAtLocation(node);
    const own =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return own?.valueDeclaration;
  };
  /** The folder whose texts an expression is: it leads to `textsBeside(…)`. */
  const folderOf = (node: ts.Node): string | undefined => {
    if (!ts.isIdentifier(node)) return undefined;
    const declared = declarationOf(node);
    if (!declared || !ts.isVariableDeclaration(declared) || !declared.initializer) return undefined;
    const { initializer } = declared;
    if (ts.isIdentifier(initializer)) return folderOf(initializer);
    const made =
      ts.isCallExpression(initializer) && initializer.expression.getText() === "textsBeside";
    return made ? relative(root, dirname(declared.getSourceFile().fileName)) || "." : undefined;
  };

  const texts: Asked[] = [];
  const errors: Asked[] = [];
  const forwards = new Map<ts.Node, Forwards>();
  for (const node of nodes) {
    if (ts.isNewExpression(node) && node.expression.getText() === "UserError") {
      const [code, params] = node.arguments ?? [];
      if (!code) continue;
      const keys = literalsOf(code);
      const passed = passedBy(params);
      errors.push({ at: at(node), keys, passed });
      const parameter = keys ? undefined : declarationOf(code);
      if (parameter && ts.isParameter(parameter)) {
        const index = parameter.parent.parameters.indexOf(parameter);
        // What it passes for some code need not be for each.
        forwards.set(parameter.parent, {
          index,
          passed: passed && { ...passed, named: new Set() },
        });
      }
    }
    if (!ts.isCallExpression(node)) continue;
    const folder = folderOf(node.expression);
    if (folder !== undefined) {
      const [, key, params] = node.arguments;
      if (key)
        texts.push({ at: at(node), folder, keys: literalsOf(key), passed: passedBy(params) });
    }
    // A function that is handed texts and a key, such as usageOf.
    node.arguments.forEach((argument, index) => {
      const handed = folderOf(argument);
      const key = node.arguments[index + 1];
      if (handed !== undefined && key)
        texts.push({ at: at(node), folder: handed, keys: literalsOf(key), passed: passedBy() });
    });
  }
  for (const node of nodes) {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) continue;
    const declared = declarationOf(node.expression);
    const called = declared && ts.isVariableDeclaration(declared) ? declared.initializer : declared;
    const forward = called && forwards.get(called);
    const code = forward && node.arguments[forward.index];
    if (code) errors.push({ at: at(node), keys: literalsOf(code), passed: forward.passed });
  }
  return {
    texts,
    errors,
    strings: new Set(nodes.flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []))),
    heads: nodes.flatMap((node) => (ts.isTemplateHead(node) ? [node.text] : [])),
    properties: new Set(
      nodes.flatMap((node) =>
        ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) ? [node.name.text] : [],
      ),
    ),
  };
}
