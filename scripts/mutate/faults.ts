import ts from "typescript";

/** What stands instead of a node, or of a part of it. */
export type Fault = { readonly at: ts.Node; readonly after: string };

const { SyntaxKind: Kind } = ts;

const OPERATORS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [Kind.LessThanToken, "<="],
  [Kind.LessThanEqualsToken, "<"],
  [Kind.GreaterThanToken, ">="],
  [Kind.GreaterThanEqualsToken, ">"],
  [Kind.EqualsEqualsEqualsToken, "!=="],
  [Kind.ExclamationEqualsEqualsToken, "==="],
  [Kind.AmpersandAmpersandToken, "||"],
  [Kind.BarBarToken, "&&"],
]);

/** The faults that a node itself allows; those of its children are asked for one by one. */
export function faultsAt(node: ts.Node): readonly Fault[] {
  if (ts.isBinaryExpression(node)) return ofBinary(node);
  if (ts.isIfStatement(node)) return negated(node.expression);
  if (ts.isConditionalExpression(node)) return swapped(node);
  if (ts.isExpressionStatement(node)) return dropped(node);
  if (ts.isNumericLiteral(node)) return nextTo(node);
  if (node.kind === Kind.TrueKeyword) return [{ at: node, after: "false" }];
  if (node.kind === Kind.FalseKeyword) return [{ at: node, after: "true" }];
  if (ts.isCallExpression(node)) return unfiltered(node);
  if (ts.isArrayLiteralExpression(node)) return shortened(node);
  return [];
}

function ofBinary(node: ts.BinaryExpression): Fault[] {
  const { operatorToken, right } = node;
  if (operatorToken.kind === Kind.QuestionQuestionToken) {
    // After an arrow a brace would begin a block.
    const isObject = ts.isObjectLiteralExpression(right);
    return [{ at: node, after: isObject ? `(${right.getText()})` : right.getText() }];
  }
  const after = OPERATORS.get(operatorToken.kind);
  return after === undefined ? [] : [{ at: operatorToken, after }];
}

/** Equality that is turned about is the same fault once more. */
function negated(condition: ts.Expression): Fault[] {
  const isEquality =
    ts.isBinaryExpression(condition) && /^[=!]==$/.test(condition.operatorToken.getText());
  if (isEquality) return [];
  const isNot =
    ts.isPrefixUnaryExpression(condition) && condition.operator === Kind.ExclamationToken;
  const after = isNot ? condition.operand.getText() : `!(${condition.getText()})`;
  return [{ at: condition, after }];
}

const swapped = (node: ts.ConditionalExpression): Fault[] => [
  {
    at: node,
    after: `${node.condition.getText()} ? ${node.whenFalse.getText()} : ${node.whenTrue.getText()}`,
  },
];

/** A call or an assignment that doesn't happen. */
function dropped(node: ts.ExpressionStatement): Fault[] {
  const work = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
  const isAssignment = ts.isBinaryExpression(work) && isAssigning(work.operatorToken.kind);
  return ts.isCallExpression(work) || isAssignment ? [{ at: node, after: ";" }] : [];
}

const isAssigning = (kind: ts.SyntaxKind): boolean =>
  kind >= Kind.FirstAssignment && kind <= Kind.LastAssignment;

function nextTo(node: ts.NumericLiteral): Fault[] {
  const { parent } = node;
  const isName =
    (ts.isPropertyAssignment(parent) && parent.name === node) || ts.isEnumMember(parent);
  return isName ? [] : [{ at: node, after: String(Number(node.text) + 1) }];
}

/** `list.filter(…)` lets everything through. */
function unfiltered(node: ts.CallExpression): Fault[] {
  const { expression: called } = node;
  const isFilter = ts.isPropertyAccessExpression(called) && called.name.text === "filter";
  return isFilter ? [{ at: node, after: called.expression.getText() }] : [];
}

/** A list without one of its elements, for each that isn't prose. */
function shortened(node: ts.ArrayLiteralExpression): Fault[] {
  const parts = node.elements.map((element) => element.getText());
  return node.elements.flatMap((element, i) =>
    isProse(element)
      ? []
      : [{ at: node, after: `[${parts.filter((_, n) => n !== i).join(", ")}]` }],
  );
}

const isProse = (node: ts.Expression): boolean =>
  (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) &&
  !/^[\x21-\x7e]*$/.test(node.getText());
