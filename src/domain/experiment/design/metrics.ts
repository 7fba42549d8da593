import type { Fact } from "../../../core/fact.js";
import type { Lang } from "../../../core/i18n.js";

/** The columns that can be measured beside group, day and arm. */
const COLUMNS = [
  "members",
  "orders",
  "revenue",
  "margin",
  "messages",
  "replies",
  "active",
  "joins",
  "leaves",
  "complaints",
  "costs",
] as const;

/** A metric is a column per member and day; members never depend on what the arm did that day. */
const PRIMARIES = {
  margin_per_member: "margin",
  revenue_per_member: "revenue",
  orders_per_member: "orders",
  reply_rate: "replies",
  active_rate: "active",
} as const satisfies Readonly<Record<string, (typeof COLUMNS)[number]>>;

export const GUARDRAILS = { leave_rate: "leaves", complaint_rate: "complaints" } as const;

/** The metrics that features bring, by name, and the column that each is counted in. Open: they declare them. @public */
// biome-ignore lint/suspicious/noEmptyInterface: features fill it
export interface FeatureMetrics {}
export type Primary = keyof typeof PRIMARIES | keyof FeatureMetrics;
export type DataColumn = (typeof COLUMNS)[number] | FeatureMetrics[keyof FeatureMetrics];

/** A metric that a feature brings: what its facts add to a group's day, and how it is called. */
export type Metric = {
  readonly name: keyof FeatureMetrics;
  readonly column: FeatureMetrics[keyof FeatureMetrics];
  /** Raise it whenever the same facts add something else. */
  readonly version: number;
  /** What a fact adds, a whole number; undefined for nothing. */
  readonly adds: (fact: Fact) => number | undefined;
  readonly title: (lang: Lang) => string;
  /** So many of what it counts, in words: `3 check-ins`; money is in minor units of the playbook's currency. */
  readonly unit: "money" | ((lang: Lang, n: number) => string);
};

let brought: readonly Metric[] = [];

/** Says once, at the start, which metrics features bring. */
export function useMetrics(metrics: readonly Metric[]): void {
  brought = metrics;
}

export const featureMetrics = (): readonly Metric[] => brought;

export const columns = (): readonly DataColumn[] => [
  ...COLUMNS,
  ...brought.map(({ column }) => column),
];

/** Whether a column holds sums of money. */
export const isMoney = (column: string): boolean =>
  column === "margin" ||
  column === "revenue" ||
  brought.some((one) => one.column === column && one.unit === "money");

/** The names of all metrics, as a playbook writes them. */
export const primaries = (): readonly [Primary, ...Primary[]] => [
  "margin_per_member",
  ...(Object.keys(PRIMARIES).slice(1) as Primary[]),
  ...brought.map(({ name }) => name),
];

/** The column that a metric is counted in. @throws Error for a metric of a feature that is not in use */
export function columnOf(primary: Primary): DataColumn {
  const own: Readonly<Record<string, DataColumn>> = PRIMARIES;
  const column = Object.hasOwn(own, primary)
    ? own[primary]
    : brought.find(({ name }) => name === primary)?.column;
  if (column === undefined) throw new Error(`nothing measures ${primary}`);
  return column;
}
