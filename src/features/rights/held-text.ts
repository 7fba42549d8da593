import type { Lang } from "../../core/i18n.js";
import { formatMoney } from "../../core/money.js";
import { cleanText } from "../../core/outside-text.js";
import { cleanName } from "../../domain/persona/speak.js";
import type { Held } from "./held.js";
import { text } from "./texts.js";

/** Of each kind so many are listed; all of them stand in an operator's export. */
const LISTED = 10;
const LONGEST = 100;

type In = {
  readonly locale: Lang;
  readonly zone: string;
  readonly currency: string;
  readonly brand: string;
};

/** What is held about a member, a line for each kind. */
export function heldText(held: Held, { locale, zone, currency, brand }: In): string {
  const when = (at: number) =>
    new Intl.DateTimeFormat(locale, {
      ...{ timeZone: zone, dateStyle: "short", timeStyle: "short", hourCycle: "h23" },
    }).format(at);
  const none = text(locale, "held.none");
  const list = (all: readonly string[]) =>
    all.length === 0
      ? none
      : [...all.slice(0, LISTED), ...(all.length > LISTED ? [`… (${all.length})`] : [])].join("; ");
  const money = (amount: number) => formatMoney(amount, currency);
  const { members } = held;
  const saved = members.flatMap((one) => Object.entries(one.saved));
  const out = members.some(({ optedOut }) => optedOut);
  const consent = held.consent
    .slice(-LISTED)
    .map(({ at, out: isOut, topic }) =>
      isOut
        ? text(locale, "held.out", { at: when(at), topic })
        : text(locale, "held.in", { at: when(at), topic }),
    );
  return text(locale, "held", {
    brand,
    name: members.map(({ name }) => cleanName(name)).join(", ") || none,
    accounts: members.map(({ platform, user }) => `${platform} ${user}`).join(", ") || none,
    groups: list(held.groups),
    tags: list(members.flatMap(({ tags }) => tags)),
    saved: list(saved.map(([key, said]) => `${key}: ${cleanText(said, LONGEST)}`)),
    orders: list(held.orders.map(({ id, at, amount }) => `${id} ${when(at)} ${money(amount)}`)),
    coupons: list(held.coupons.map(({ code, state }) => `${code} (${state})`)),
    points: held.points,
    now: out ? text(locale, "held.now.out") : text(locale, "held.now.in"),
    consent: list(consent),
  });
}
