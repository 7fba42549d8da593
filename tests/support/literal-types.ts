import ts from "typescript";

/** The slots that a call fills. */
export type Passed = {
  /** Always there. */
  readonly sure: ReadonlySet<string>;
  /** Written out in the call. */
  readonly named: ReadonlySet<string>;
};

const NOTHING: Passed = { sure: new Set(), named: new Set() };

/** Reads from types what a string may be, and which properties an object has. */
export function createReader(checker: ts.TypeChecker) {
  const ofType = (node: ts.Expression): readonly string[] | undefined => {
    const type = checker.getTypeAtLocation(node);
    const parts = type.isUnion() ? type.types : [type];
    const values = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
    return values.length === parts.length ? values : undefined;
  };

  const both = (a: ts.Expression, b: ts.Expression): readonly string[] | undefined => {
    const [one, other] = [literalsOf(a), literalsOf(b)];
    return one && other && [...one, ...other];
  };

  /** All that a string expression may be; undefined when that isn't a list of literals. */
  function literalsOf(node: ts.Expression): readonly string[] | undefined {
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
    if (ts.isConditionalExpression(node)) return both(node.whenTrue, node.whenFalse);
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce<readonly string[] | undefined>(
        (starts, { expression, literal }) => {
          const holes = literalsOf(expression);
          return (
            holes && starts?.flatMap((start) => holes.map((hole) => start + hole + literal.text))
          );
        },
        [node.head.text],
      );
    }
    return ofType(node);
  }

  const isOpen = (type: ts.Type): boolean =>
    (type.isUnion() ? type.types : [type]).some(
      (part) => checker.getIndexInfosOfType(part).length > 0 || (part.flags & ts.TypeFlags.Any) > 0,
    );

  /** The slots that an object of parameters fills; undefined when its type leaves them open. */
  function passedBy(node?: ts.Expression): Passed | undefined {
    if (!node) return NOTHING;
    const type = checker.getTypeAtLocation(node);
    const written = ts.isObjectLiteralExpression(node) ? node.properties : [];
    const spread = written.flatMap((one) => (ts.isSpreadAssignment(one) ? [one.expression] : []));
    if (isOpen(type) || spread.some((one) => isOpen(checker.getTypeAtLocation(one))))
      return undefined;
    const [first, ...others] = (type.isUnion() ? type.types : [type]).map(
      (part) =>
        new Set(
          checker
            .getPropertiesOfType(part)
            .filter(({ flags }) => !(flags & ts.SymbolFlags.Optional))
            .map(({ name }) => name),
        ),
    );
    return {
      sure: new Set([...(first ?? [])].filter((name) => others.every((other) => other.has(name)))),
      named: new Set(
        written.flatMap(({ name }) =>
          name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [],
        ),
      ),
    };
  }

  return { literalsOf, passedBy };
}
