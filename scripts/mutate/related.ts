import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const isTest = (file: string): boolean => file.endsWith(".test.ts");
/** Where a fault is told soonest; the rest wait for children and clocks. */
const QUICK = ["core", "domain", "playbook", "engine", "features"].map((one) => `tests/${one}/`);

/** What imports what, from the files of a tree. */
export type Importers = ReadonlyMap<string, ReadonlySet<string>>;

/** Who imports each file, types left out: they are gone when tests run. */
export function importersOf(root: string, files: readonly string[]): Importers {
  const importers = new Map<string, Set<string>>();
  for (const file of files.filter((each) => each.endsWith(".ts")))
    for (const specifier of importsOf(readFileSync(join(root, file), "utf8"), file)) {
      const target = join(dirname(file), specifier).replace(/\.js$/, ".ts");
      if (!existsSync(join(root, target))) continue;
      importers.set(target, (importers.get(target) ?? new Set()).add(file));
    }
  return importers;
}

/** The relative imports and re-exports of a source, those made while it runs among them. */
function importsOf(source: string, file: string): string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const add = (node: ts.Node | undefined) => {
    if (node && ts.isStringLiteralLike(node) && node.text.startsWith(".")) found.push(node.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly) add(node.moduleSpecifier);
    if (ts.isExportDeclaration(node) && !node.isTypeOnly) add(node.moduleSpecifier);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The tests that load a file, those nearest to it first; of equally near ones the quick kinds first. */
export function testsOf(file: string, importers: Importers): readonly string[] {
  const steps = new Map([[file, 0]]);
  for (const [each, step] of steps)
    for (const importer of importers.get(each) ?? [])
      if (!steps.has(importer)) steps.set(importer, step + 1);
  const rank = (test: string) => {
    const at = QUICK.findIndex((folder) => test.startsWith(folder));
    return (steps.get(test) ?? 0) * 10 + (at < 0 ? QUICK.length : at);
  };
  return [...steps.keys()].filter(isTest).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
