import { createRequire } from "node:module";
import type { Case } from "./baskets.js";
import { factsOf } from "./facts.js";
import type { Priced } from "./priced.js";
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
const bestOf = (rows: readonly RuleRow[]) => ({ max: [0, ...rows.map(offOf)] });
const price = bestOf(stacks.price);
const member = bestOf(stacks.member);
const gifts = { "+": stacks.gifts.map(offOf) };
const delivery = bestOf(stacks.delivery);

function offOf({ when, give }: RuleRow): unknown {
  const conditions = when.map(([fact, op, value]) =>
    op === "has" ? { in: [value, variable(fact)] } : { [OPERATORS[op]]: [variable(fact), value] },
  );
  return { if: [{ and: conditions }, amountOf(give), 0] };
}

function amountOf(give: Give): unknown {
  if ("gift" in give) return 1;
  if ("all" in give) return variable(give.all);
  if (!("of" in give)) return give.off;
  const base = variable(give.of);
  const off =
    "percent" in give
      ? { floor: [{ "/": [{ "+": [{ "*": [base, give.percent * 100] }, 5_000] }, 10_000] }] }
      : { "*": [{ floor: [{ "/": [base, give.every] }] }, give.off] };
  return give.cap === undefined ? off : { min: [off, give.cap] };
}

/** A basket by json-logic-js. */
export function byJsonLogic(asked: Case): Priced {
  const facts = factsOf(asked);
  const sum = (stack: unknown, left: number) => Number(jsonLogic.apply(stack, { ...facts, left }));
  let left = facts.all;
  left -= sum(price, left);
  left -= sum(member, left);
  const shipping = facts.shipping - sum(delivery, left);
  return { total: left + shipping, gifts: sum(gifts, left) };
}
