import { compilePromos } from "../dist/promo/compile.js";
import { quote } from "../dist/promo/quote.js";
import { baskets, type Case } from "./promos/baskets.js";
import { book } from "./promos/book.js";
import { closureTotal } from "./promos/closures.js";
import { jsonLogicTotal } from "./promos/json-logic.js";
import { jsonRulesTotal } from "./promos/json-rules.js";
import { print, spread } from "./statistics.js";

const BASKETS = 1_000;
const ROUNDS = 31;
const promos = compilePromos(book);

/** The total, as of the others; that the reasons and the nudge are there is seen on the way. */
function suanpanTotal({ cart, member, counters, now }: Case): number {
  const { total, applied, rejected, nudge } = quote(promos, cart, member, counters, now);
  if (applied.length + rejected.length !== promos.rules.length || !nudge || nudge.gap <= 0)
    throw new Error("a reason or the nudge is missing");
  return total;
}

type Engine = {
  readonly name: string;
  readonly total: (asked: Case) => number | Promise<number>;
  /** How often a round goes through the baskets, so that its time can be told from noise. */
  readonly passes: number;
};
const suanpan: Engine = { name: "suanpan", total: suanpanTotal, passes: 40 };
const closures: Engine = { name: "closures", total: closureTotal, passes: 100 };
const jsonLogic: Engine = { name: "json-logic-js", total: jsonLogicTotal, passes: 2 };
const jsonRules: Engine = { name: "json-rules-engine", total: jsonRulesTotal, passes: 1 };
const engines = [suanpan, closures, jsonLogic, jsonRules];

/** @throws Error on the first basket that the engines price differently: their times would mean nothing. */
async function agree(cases: readonly Case[]): Promise<void> {
  for (const [n, asked] of cases.entries()) {
    const totals = await Promise.all(engines.map(async ({ total }) => total(asked)));
    if (totals.some((total) => total !== totals[0]))
      throw new Error(`basket ${n}: ${engines.map(({ name }, i) => `${name} ${totals[i]}`)}`);
  }
}

/** Microseconds that one basket takes. */
async function time({ total, passes }: Engine, cases: readonly Case[]): Promise<number> {
  let sum = 0;
  const start = performance.now();
  for (let pass = 0; pass < passes; pass += 1)
    for (const asked of cases) {
      const answer = total(asked);
      // Who answers at once is not made to wait for the next tick.
      sum += typeof answer === "number" ? answer : await answer;
    }
  const us = ((performance.now() - start) * 1_000) / (passes * cases.length);
  if (!(sum > 0)) throw new Error("nothing was priced");
  return us;
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
