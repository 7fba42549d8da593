import { runScript } from "./run-script.js";
import { median, print, round } from "./statistics.js";
import { GROUPS } from "./traffic.js";

const ROUNDS = 5;
const EVENTS = 50_000;
const FEW = 50_000;
const MANY = 5_000_000;

type Inbound = { readonly cpu_us: number; readonly events_per_s: number };
const inbound = async (how: "with" | "without") =>
  (await runScript("rollups-inbound.ts", how, String(EVENTS))) as Inbound;
const report = async (facts: number) =>
  (await runScript("rollups-report.ts", String(facts))) as { readonly report_ms: number };

/**
 * The same messages with and without rollups, each round in a process of its own, by turns: what an
 * event costs in processor time, which other work on the machine disturbs least.
 */
const sides = { with: [] as Inbound[], without: [] as Inbound[] };
for (let n = 0; n < ROUNDS; n += 1) {
  const order = n % 2 === 0 ? (["with", "without"] as const) : (["without", "with"] as const);
  for (const how of order) sides[how].push(await inbound(how));
}
const of = (how: "with" | "without", figure: keyof Inbound) =>
  median(sides[how].map((each) => each[figure]));
const few = await report(FEW);
const many = await report(MANY);
print({
  inbound: {
    groups: GROUPS,
    events: EVENTS,
    cpu_us_with: of("with", "cpu_us"),
    cpu_us_without: of("without", "cpu_us"),
    cpu_ratio: round(of("with", "cpu_us") / of("without", "cpu_us"), 3),
    events_per_s_with: of("with", "events_per_s"),
    events_per_s_without: of("without", "events_per_s"),
    rounds: sides,
  },
  report: {
    few,
    many,
    ratio: round(many.report_ms / few.report_ms, 2),
  },
});
