import { Engine, type Event } from "json-rules-engine";
import type { Case } from "./baskets.js";
import { type Facts, factsOf } from "./facts.js";
import type { Priced } from "./priced.js";
import { type Give, type RuleRow, stacks } from "./rows.js";

const OPERATORS = {
  atLeast: "greaterThanInclusive",
  atMost: "lessThanInclusive",
  below: "lessThan",
  has: "contains",
  is: "equal",
} as const;

/** One engine for each stack, since a later stack looks at what the ones before have left. */
function engineOf(rows: readonly RuleRow[]): Engine {
  const engine = new Engine();
  for (const { when, give } of rows)
    engine.addRule({
      conditions: {
        all: when.map(([fact, op, value]) => ({ fact, operator: OPERATORS[op], value })),
      },
      event: { type: "off", params: give },
    });
  return engine;
}
const price = engineOf(stacks.price);
const member = engineOf(stacks.member);
const gifts = engineOf(stacks.gifts);
const delivery = engineOf(stacks.delivery);

/** A basket by json-rules-engine; it finds the promos, what they take off is reckoned here. */
export async function byJsonRules(asked: Case): Promise<Priced> {
  const facts = factsOf(asked);
  const found = async (engine: Engine, left: number) =>
    (await engine.run({ ...facts, left })).events;
  let left = facts.all;
  left -= most(await found(price, left), facts, left);
  left -= most(await found(member, left), facts, left);
  const given = await found(gifts, left);
  const shipping = facts.shipping - most(await found(delivery, left), facts, left);
  return { total: left + shipping, gifts: given.length };
}

function most(events: readonly Event[], facts: Facts, left: number): number {
  let best = 0;
  for (const { params } of events) best = Math.max(best, offOf(params as Give, facts, left));
  return best;
}

function offOf(give: Give, facts: Facts, left: number): number {
  if ("gift" in give) return 0;
  if ("all" in give) return Number(facts[give.all]);
  if (!("of" in give)) return give.off;
  const base = give.of === "left" ? left : facts[give.of];
  const off =
    "percent" in give
      ? Math.floor((base * give.percent * 100 + 5_000) / 10_000)
      : Math.floor(base / give.every) * give.off;
  return Math.min(off, give.cap ?? off);
}
