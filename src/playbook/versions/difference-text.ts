import type { Lang } from "../../core/i18n.js";
import { entries } from "../read/values.js";
import type { Difference } from "./difference.js";
import { isKeyName, keyName } from "./key-name.js";
import { promoTerms } from "./promo-terms.js";
import { text } from "./texts.js";
import { shortText, valueText } from "./value-text.js";

/** A group, as far as it matters to which groups something concerns. */
export type InPool = { readonly id: string; readonly pool: string };
type Where = { readonly lang: Lang; readonly groups: readonly InPool[] };

/** A difference in a line that operators understand, with the number of groups that it concerns. */
export function differenceText(difference: Difference, { lang, groups }: Where): string {
  const { path } = difference;
  const n = concerned(difference, groups)?.length;
  const said = changeText(difference, placeText(path, lang), lang);
  return n === undefined ? said : text(lang, "difference.groups", { said, n });
}

/** Sections that say nothing in a group. */
const NOWHERE = new Set(["operators", "experiments", "heuristics", "share_results", "locale"]);

/** The groups in which a difference is felt; undefined where it is felt in none by itself. */
export function concerned(
  { path: [section = "", second, id], before, now }: Difference,
  groups: readonly InPool[],
): readonly InPool[] | undefined {
  if (NOWHERE.has(section)) return undefined;
  if (section === "schedule") {
    const pools = [before, now].map((value) => entries(value).pool);
    const known = pools.filter((pool) => typeof pool === "string");
    return known.length > 0 ? groups.filter(({ pool }) => known.includes(pool)) : groups;
  }
  if (section !== "groups" || id === undefined) return groups;
  if (second === "pools") return groups.filter(({ pool }) => pool === id);
  return second === "chats" ? undefined : groups;
}

function changeText({ path, before, now }: Difference, place: string, lang: Lang): string {
  const [section, , part] = path;
  const isPromo = section === "promos" && (path.length === 2 || part === "terms");
  const say = (value: unknown) => (isPromo ? promoTerms(value, lang) : valueText(value, lang));
  if (before === undefined) return text(lang, "difference.added", { place, now: say(now) });
  if (now === undefined) return text(lang, "difference.removed", { place, before: say(before) });
  const items = itemsText(before, now, lang);
  return items === undefined
    ? text(lang, "difference.changed", { place, before: say(before), now: say(now) })
    : text(lang, "difference.items", { place, items });
}

/** Of lists of words or texts only what came and went is told. */
function itemsText(before: unknown, now: unknown, lang: Lang): string | undefined {
  const [was, is] = [textsIn(before), textsIn(now)];
  if (!was || !is || (!Array.isArray(before) && !Array.isArray(now))) return undefined;
  const gone = was.filter((item) => !is.includes(item));
  const come = is.filter((item) => !was.includes(item));
  const told = [
    ...gone.map((item) => text(lang, "difference.less", { item: shortText(item) })),
    ...come.map((item) => text(lang, "difference.more", { item: shortText(item) })),
  ];
  return told.length === 0 ? undefined : told.join(text(lang, "value.then"));
}

function textsIn(value: unknown): readonly string[] | undefined {
  const items = Array.isArray(value) ? value : [value];
  return items.every((item) => typeof item === "string") ? items : undefined;
}

/** Where something stands, by the names of its keys; ids stand as they are written. */
function placeText(path: readonly string[], lang: Lang): string {
  return path
    .filter((part) => part !== "terms")
    .map((part, at) => {
      if (/^#\d+$/.test(part)) return text(lang, "place.item", { n: Number(part.slice(1)) });
      return isKeyName(part) && !isId(path, at) ? keyName(part, lang) : part;
    })
    .join(" ");
}

/** Sections whose entries have ids that people choose. */
const OF_IDS = [
  ...["promos", "coupons", "replies", "scripts", "schedule", "experiments", "heuristics"],
  ...["personas", "operators", "stacks"],
];

/** Whether a part of a path is an id, even where it reads like a key. */
const isId = (path: readonly string[], at: number): boolean =>
  (at === 1 && OF_IDS.includes(path[0] ?? "")) ||
  (at === 2 && path[0] === "groups") ||
  (at === 3 && path[0] === "experiments" && path[2] === "arms") ||
  (at === 3 && path[0] === "personas" && ["lines", "facts"].includes(path[2] ?? ""));
