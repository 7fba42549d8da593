import type { Fact } from "../../core/fact.js";
import type { Metric } from "../../domain/experiment/design/metrics.js";
import { text } from "./texts.js";

declare module "../../domain/experiment/design/metrics.js" {
  interface FeatureMetrics {
    points_per_member: "points";
    check_in_rate: "check_ins";
  }
}

const EARNED: ReadonlySet<unknown> = new Set(["check_in", "order"]);

/** Points that members earned; what is given back later takes nothing from the day on which it was earned. */
function earned({ kind, data = {} }: Fact): number | undefined {
  return kind === "points" && EARNED.has(data.why) ? Number(data.by) : undefined;
}

const checkedIn = ({ kind, data = {} }: Fact): number | undefined =>
  kind === "points" && data.why === "check_in" ? 1 : undefined;

/** What experiments can measure of points. */
export const pointsMetrics: readonly Metric[] = [
  {
    name: "points_per_member",
    column: "points",
    version: 1,
    adds: earned,
    title: (lang) => text(lang, "metric.points_per_member"),
    unit: (lang, n) => text(lang, "unit.points", { n }),
  },
  {
    name: "check_in_rate",
    column: "check_ins",
    version: 1,
    adds: checkedIn,
    title: (lang) => text(lang, "metric.check_in_rate"),
    unit: (lang, n) => text(lang, "unit.check_ins", { n }),
  },
];
