import { Engine, type Event } from "json-rules-engine";
import type { Case } from "./baskets.js";
import { type Facts, factsOf } from "./facts.js";
import { type Give, stacks } from "./rows.js";

const OPERATORS = {
  atLeast: "greaterThanInclusive",
  atMost: "lessThanInclusive",
  below: "lessThan",
  has: "contains",
  is: "equal",
} as const;

/** One engine for each stack, since a later stack looks at what the ones before have left. */
const engines = stacks.map((rows) => {
  const engine = new Engine();
  for (const { when, give } of rows)
    engine.addRule({
      conditions: {
        all: when.map(([fact, op, value]) => ({ fact, operator: OPERATORS[op], value })),
      },
      event: { type: "off", params: give },
    });
  return engine;
});

/** What a basket costs by json-rules-engine; it finds the promos, what they take off is reckoned here. */
export async function jsonRulesTotal(asked: Case): Promise<number> {
  const facts = factsOf(asked);
  const [price, member, delivery] = engines;
  const best = async (engine: Engine | undefined, left: number) =>
    most((await engine?.run({ ...facts, left }))?.events ?? [], facts, left);
  let left = facts.all - (await best(price, facts.all));
  left -= await best(member, left);
  return left + facts.shipping - (await best(delivery, left));
}

function most(events: readonly Event[], facts: Facts, left: number): number {
  let best = 0;
  for (const { params } of events) best = Math.max(best, offOf(params as Give, facts, left));
  return best;
}

function offOf(give: Give, facts: Facts, left: number): number {
  if ("all" in give) return Number(facts[give.all]);
  if (!("of" in give)) return give.off;
  const base = give.of === "left" ? left : facts[give.of];
  const off =
    "percent" in give
      ? Math.floor((base * give.percent * 100 + 5_000) / 10_000)
      : Math.floor(base / give.every) * give.off;
  return Math.min(off, give.cap ?? off);
}
