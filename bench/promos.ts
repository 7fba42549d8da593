import { compilePromos } from "../dist/domain/promo/compile.js";
import { quote } from "../dist/domain/promo/quote.js";
import { baskets, type Case } from "./promos/baskets.js";
import { book } from "./promos/book.js";
import { byClosures } from "./promos/closures.js";
import { byJsonLogic } from "./promos/json-logic.js";
import { byJsonRules } from "./promos/json-rules.js";
import type { Priced } from "./promos/priced.js";
import { print, spread } from "./statistics.js";

const BASKETS = 1_000;
const ROUNDS = 31;
const promos = compilePromos(book);

/** That the reasons and the nudge are there is seen on the way. */
function bySuanpan({ cart, member, counters, now }: Case): Priced {
  const { total, applied, rejected, nudge } = quote(promos, cart, member, counters, now);
  if (applied.length + rejected.length !== promos.rules.length || !nudge || nudge.gap <= 0)
    throw new Error("a reason or the nudge is missing");
  let gifts = 0;
  for (const { gift, points } of applied) if (gift || points) gifts += 1;
  return { total, gifts };
}

type Engine = {
  readonly name: string;
  readonly price: (asked: Case) => Priced | Promise<Priced> | number;
  /** How often a round goes through the baskets, so that its time can be told from noise. */
  readonly passes: number;
};
const suanpan: Engine = { name: "suanpan", price: bySuanpan, passes: 40 };
/** The total only. */
const closures: Engine = { name: "closures", price: byClosures, passes: 100 };
const jsonLogic: Engine = { name: "json-logic-js", price: byJsonLogic, passes: 2 };
const jsonRules: Engine = { name: "json-rules-engine", price: byJsonRules, passes: 1 };
const engines = [suanpan, closures, jsonLogic, jsonRules];

/** @throws Error on the first basket that the engines price differently: their times would mean nothing. */
async function agree(cases: readonly Case[]): Promise<void> {
  for (const [n, asked] of cases.entries()) {
    const ours = bySuanpan(asked);
    for (const { name, price } of engines) {
      const theirs = await price(asked);
      const { total, gifts } =
        typeof theirs === "number" ? { total: theirs, gifts: ours.gifts } : theirs;
      if (total !== ours.total || gifts !== ours.gifts)
        throw new Error(
          `basket ${n}: ${name} ${total} + ${gifts}, suanpan ${JSON.stringify(ours)}`,
        );
    }
  }
}

/** Microseconds that one basket takes. */
async function time({ price, passes }: Engine, cases: readonly Case[]): Promise<number> {
  const start = performance.now();
  for (let pass = 0; pass < passes; pass += 1)
    for (const asked of cases) {
      const answer = price(asked);
      // Who answers at once is not made to wait for the next tick.
      if (answer instanceof Promise) await answer;
    }
  return ((performance.now() - start) * 1_000) / (passes * cases.length);
}

/** Every engine in every round, so that a noisy moment hits all; ratios are taken within a round. */
async function measure() {
  const cases = baskets(BASKETS);
  await agree(cases);
  const rounds: Map<string, number>[] = [];
  for (let n = 0; n <= ROUNDS; n += 1) {
    const times = new Map<string, number>();
    for (const engine of engines) times.set(engine.name, await time(engine, cases));
    // The first round meets code that is not compiled yet.
    if (n > 0) rounds.push(times);
  }
  const of = ({ name }: Engine, times: Map<string, number>) => times.get(name) ?? Number.NaN;
  const ratio = (one: Engine, other: Engine) =>
    spread(rounds.map((times) => of(one, times) / of(other, times)));
  return {
    promos: promos.rules.length,
    baskets: BASKETS,
    rounds: ROUNDS,
    totals_agree: BASKETS,
    us_per_basket: Object.fromEntries(
      engines.map((engine) => [engine.name, spread(rounds.map((times) => of(engine, times)))]),
    ),
    json_rules_engine_over_suanpan: ratio(jsonRules, suanpan),
    json_logic_js_over_suanpan: ratio(jsonLogic, suanpan),
    suanpan_over_closures: ratio(suanpan, closures),
  };
}

print(await measure());
