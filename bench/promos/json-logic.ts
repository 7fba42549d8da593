import { createRequire } from "node:module";
import type { Case } from "./baskets.js";
import { factsOf } from "./facts.js";
import { type Give, type RuleRow, stacks } from "./rows.js";

const require = createRequire(import.meta.url);
const jsonLogic = require("json-logic-js") as {
  readonly apply: (logic: unknown, data: unknown) => unknown;
  readonly add_operation: (name: string, code: (value: number) => number) => void;
};
jsonLogic.add_operation("floor", Math.floor);

const OPERATORS = { atLeast: ">=", atMost: "<=", below: "<", is: "===" } as const;
const variable = (name: string) => ({ var: name });

/** A stack as one expression: the largest of what its promos take off. */
const [price, member, delivery] = stacks.map((rows) => ({ max: [0, ...rows.map(offOf)] }));

function offOf({ when, give }: RuleRow): unknown {
  const conditions = when.map(([fact, op, value]) =>
    op === "has" ? { in: [value, variable(fact)] } : { [OPERATORS[op]]: [variable(fact), value] },
  );
  return { if: [{ and: conditions }, amountOf(give), 0] };
}

function amountOf(give: Give): unknown {
  if ("all" in give) return variable(give.all);
  if (!("of" in give)) return give.off;
  const base = variable(give.of);
  const off =
    "percent" in give
      ? { floor: [{ "/": [{ "+": [{ "*": [base, give.percent * 100] }, 5_000] }, 10_000] }] }
      : { "*": [{ floor: [{ "/": [base, give.every] }] }, give.off] };
  return give.cap === undefined ? off : { min: [off, give.cap] };
}

/** What a basket costs by json-logic-js. */
export function jsonLogicTotal(asked: Case): number {
  const facts = factsOf(asked);
  const best = (stack: unknown, left: number) => Number(jsonLogic.apply(stack, { ...facts, left }));
  let left = facts.all - best(price, facts.all);
  left -= best(member, left);
  return left + facts.shipping - best(delivery, left);
}
