import { DateTime, IANAZone } from "luxon";
import { roles } from "../../domain/operator/schema.js";
import type { Code } from "../findings/codes.js";
import type { Params, Problem } from "../findings/finding.js";
import type { Playbook } from "../schema.js";
import { accountProblems } from "./accounts.js";
import { capProblems } from "./caps.js";
import type { Env } from "./env.js";
import type { Path, Source } from "./read.js";
import { valueAt } from "./shape.js";

/** The codes of ISO 4217 that this program knows. */
export const CURRENCIES: readonly string[] = Intl.supportedValuesOf("currency");
const CURRENCY_SLIPS: Readonly<Record<string, string>> = {
  RMB: "CNY",
  CNH: "CNY",
  "￥": "CNY",
  "¥": "CNY",
  元: "CNY",
  人民币: "CNY",
  $: "USD",
  NTD: "TWD",
};
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Values a schema cannot judge: zones, money, accounts, times, limits. */
export function valueProblems(
  source: Source,
  playbook: Playbook,
  { env, clients }: { readonly env: Env; readonly clients: readonly string[] },
): Problem[] {
  const say = (code: Code, path: Path, params: Params = {}): Problem => ({
    code,
    at: source.locate(path, "value"),
    params,
  });
  const problems = placeProblems(source);
  const operators = Object.values(entries(valueAt(source.value, ["operators"])));
  if (operators.length > 0 || Object.hasOwn(entries(source.value), "operators")) {
    const roleNames: readonly unknown[] = roles;
    const known = operators.map((each) => entries(each).role);
    // A role that does not exist may be a mistyped owner, and is a finding already.
    if (!known.includes("owner") && known.every((role) => roleNames.includes(role))) {
      problems.push({ code: "PLAYBOOK_NO_OWNER", at: source.locate(["operators"], "key") });
    }
  }
  return [
    ...problems,
    ...unquotedTimes(source),
    ...accountProblems(playbook, { env, clients }, say),
    ...dateProblems(playbook, say),
    ...capProblems(source, playbook),
  ];
}

/** The zone and the currency. */
export function placeProblems(source: Source): Problem[] {
  const say = (code: Code, key: string, params: Params): Problem => ({
    code,
    at: source.locate([key], "value"),
    params,
  });
  const problems: Problem[] = [];
  const zone = valueAt(source.value, ["timezone"]);
  if (typeof zone === "string") {
    const code = zoneCode(zone);
    if (code) problems.push(say(code, "timezone", { value: zone }));
  }
  const currency = valueAt(source.value, ["currency"]);
  if (typeof currency === "string" && !CURRENCIES.includes(currency)) {
    const slip = Object.hasOwn(CURRENCY_SLIPS, currency) ? CURRENCY_SLIPS[currency] : undefined;
    const guess =
      slip ?? (CURRENCIES.includes(currency.toUpperCase()) ? currency.toUpperCase() : undefined);
    problems.push(
      say("PLAYBOOK_CURRENCY", "currency", { value: currency, ...(guess ? { guess } : {}) }),
    );
  }
  return problems;
}

/** A value as a map, empty when it is none. */
export function entries(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Why a text is no time zone, or undefined. */
export function zoneCode(zone: string): Code | undefined {
  if (zone === "UTC") return undefined;
  if (/^(UTC|GMT)?\s*[+-]\s*\d/i.test(zone) || /^Etc\/GMT[+-]/.test(zone))
    return "PLAYBOOK_ZONE_OFFSET";
  if (/^[A-Za-z]{1,5}$/.test(zone)) return "PLAYBOOK_ZONE_ABBREVIATION";
  return zone.includes("/") && IANAZone.create(zone).isValid ? undefined : "PLAYBOOK_ZONE_UNKNOWN";
}

function unquotedTimes(source: Source): Problem[] {
  const schedule = entries(valueAt(source.value, ["schedule"]));
  const paths: Path[] = [
    ["quiet", "from"],
    ["quiet", "to"],
    ...Object.keys(schedule).map((id) => ["schedule", id, "at"]),
  ];
  return paths
    .filter((path) => source.plain(path) && TIME.test(String(valueAt(source.value, path))))
    .map((path) => ({
      code: "PLAYBOOK_TIME_UNQUOTED",
      at: source.locate(path, "value"),
      params: { field: String(path.at(-1)), value: String(valueAt(source.value, path)) },
    }));
}

type Say = (code: Code, path: Path, params?: Params) => Problem;

function dateProblems(playbook: Playbook, say: Say): Problem[] {
  return Object.entries(playbook.schedule).flatMap(([id, { except }]) =>
    (except ?? []).flatMap((value, index) => {
      const [from = "", to = from] = value.split("..");
      const path = ["schedule", id, "except", index];
      if ([from, to].some((day) => !DateTime.fromISO(day).isValid))
        return [say("PLAYBOOK_DATE", path, { value })];
      return to < from ? [say("PLAYBOOK_DATE_REVERSED", path, { value })] : [];
    }),
  );
}
