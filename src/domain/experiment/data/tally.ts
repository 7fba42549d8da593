import type { Fact } from "../../../core/fact.js";
import type { Tally } from "../../../core/rollup.js";
import { localDay } from "../../../core/time/local-day.js";
import { type DataColumn, featureMetrics, type Metric } from "../design/metrics.js";

/** Raise it whenever the same facts add something else. */
const VERSION = 1;

type Sums = { readonly [column in DataColumn]?: number };
type Data = NonNullable<Fact["data"]>;

/**
 * Sums what experiments measure (the columns of design.ts), for the group and the local day that a
 * fact names (docs/decisions/0014).
 * @param zoneOf a client's zone, for facts from before they said their day.
 */
export function createTally(zoneOf: (client: string) => string | undefined): Tally {
  const metrics = featureMetrics();
  return {
    // Another metric, or another way to count one, makes the rollups anew.
    version: metrics.reduce((sum, { version }) => sum + version, VERSION),
    of(client, fact) {
      const { group } = fact;
      const sums = group === undefined ? undefined : withMetrics(metrics, fact);
      if (group === undefined || !sums) return undefined;
      const day = fact.day ?? dayOf(fact, zoneOf(client));
      return day === undefined ? undefined : { group, day, sums };
    },
  };
}

function withMetrics(metrics: readonly Metric[], fact: Fact): Sums | undefined {
  let sums = sumsOf(fact.kind, fact.data ?? {});
  for (const { column, adds } of metrics) {
    const by = adds(fact);
    if (by !== undefined) sums = { ...sums, [column]: whole(by) };
  }
  return sums;
}

/** What a fact of a kind adds; undefined for kinds that are not counted. */
function sumsOf(kind: string, data: Data): Sums | undefined {
  switch (kind) {
    case "day_opened":
      return { members: whole(data.members) };
    case "said":
      if (data.direct || data.bot) return undefined;
      return {
        messages: 1 + whole(data.more),
        ...(data.first && { active: 1 }),
        ...(data.reply && { replies: 1 }),
      };
    case "joined":
      return data.bot || data.again ? undefined : { joins: 1 };
    case "left":
      return data.bot || data.again ? undefined : { leaves: 1 };
    case "opted_out":
      return data.again ? undefined : { complaints: 1 };
    case "ordered":
      return { orders: 1, ...money(data) };
    case "recounted":
      return { orders: whole(data.orders), ...money(data) };
    default:
      return undefined;
  }
}

/** Sums in another currency than the playbook's can't be added to its own. */
function money({ amount, off, margin, currency }: Data): Sums {
  if (currency !== undefined) return {};
  return {
    revenue: whole(amount),
    ...(off !== undefined && { costs: whole(off) }),
    ...(margin !== undefined && { margin: whole(margin) }),
  };
}

/** Only whole numbers add up to the same sum in every order. */
const whole = (value: Data[string] | undefined): number =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : 0;

const dayOf = ({ at }: Fact, zone: string | undefined): string | undefined =>
  zone === undefined ? undefined : localDay(at, zone);
