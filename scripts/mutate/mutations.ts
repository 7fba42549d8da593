import ts from "typescript";
import { faultsAt } from "./faults.js";

/** One fault: what stands between two offsets of a source, and what is put there instead. */
export type Mutation = {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
};

/** A source with a fault in it. */
export const mutated = (source: string, { start, end, after }: Mutation): string =>
  source.slice(0, start) + after + source.slice(end);

/** Every fault that can be planted in a source, in its order. */
export function mutationsOf(source: string, file: string): readonly Mutation[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Mutation[] = [];
  const visit = (node: ts.Node): void => {
    if (isLeftAlone(node)) return;
    for (const { at, after } of faultsAt(node)) {
      const [start, end] = [at.getStart(tree), at.getEnd()];
      const line = tree.getLineAndCharacterOfPosition(start).line + 1;
      found.push({ file, line, start, end, before: source.slice(start, end), after });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Types, imports and what is only said to a log do nothing that a test could see. */
const isLeftAlone = (node: ts.Node): boolean =>
  ts.isTypeNode(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) ||
  (ts.isExpressionStatement(node) && /^(await )?([\w.]+\.)?log(ger)?\b/.test(node.getText()));

/** Whether a source with a fault in it is still TypeScript; types are not checked. */
export const parses = (text: string, fileName: string): boolean =>
  ts.transpileModule(text, { fileName, reportDiagnostics: true }).diagnostics?.length === 0;
