import type { AccountLimits } from "../../src/domain/governor/limits.js";
import { type Brand, type Corner, openCorner } from "./corner.js";
import { wechat } from "./governed.js";
import { pagesOf } from "./pages.js";

export const limits: AccountLimits = { ...wechat, warmUp: [], quiet: undefined };
/** By then all that has been asked for is there, and said. */
export const SETTLED_MS = 60_000;

type Spare = Brand & {
  /** Which of its chats are the second account's; each is the client's name and such an end. */
  readonly spare?: readonly string[];
};

/** A brand whose pool has two groups of the first account, and further ones of the account `b`. */
export function brand(locale: "zh-CN" | "en", more: Spare = {}): Brand {
  const { client = "corner", spare = ["-3", "-4"], sections } = more;
  const chat = (end: string, by = {}) => {
    const name = `${client}${end}`;
    return [name, { platform: "sandbox", pool: "street", chat: name, ...by }] as const;
  };
  const chats = [chat(""), chat("-2"), ...spare.map((end) => chat(end, { account: "b" }))];
  const groups = {
    pools: { street: { title: "street {{ n }}" } },
    chats: Object.fromEntries(chats),
  };
  const operators = {
    boss: { sandbox: `${client}-boss`, role: "owner" },
    li: { sandbox: `${client}-li`, role: "operator" },
    kim: { sandbox: `${client}-kim`, role: "viewer" },
  };
  return { client, sections: { locale, operators, groups, ...sections } };
}

/** A corner with two governed accounts, all groups of which have their links. */
export async function openSpare(options: Parameters<typeof openCorner>[0] = {}): Promise<Corner> {
  const corner = await openCorner({ limits, accounts: ["b"], brands: [brand("en")], ...options });
  await corner.forward(10 * SETTLED_MS);
  for (const who of ["boss", "li", "kim"]) corner.heard(`corner-${who}`);
  return corner;
}

/** The platform logs an account out: its breaker opens. */
export async function silences(corner: Corner, account = "sandbox"): Promise<void> {
  const group = account === "sandbox" ? "corner" : "corner-3";
  await corner.tells(group, { kind: "risk", sign: "forced_logout" }, account);
  await corner.forward(SETTLED_MS);
}

/** What somebody hears directly after typing. */
export async function typesAs(
  corner: Corner,
  who: string,
  ...commands: readonly string[]
): Promise<string> {
  for (const command of commands) {
    await corner.writes(who, command);
    await corner.forward(10_000);
  }
  return corner.heard(who).join("\n");
}
export const types = (corner: Corner, ...commands: readonly string[]): Promise<string> =>
  typesAs(corner, "corner-boss", ...commands);

/** The chat to which the page of a client's pool leads. */
export async function leads(corner: Corner, client = "corner"): Promise<string | undefined> {
  const pages = pagesOf({ store: corner.store, playbooks: corner.book, clock: corner.clock });
  const { link } = await pages.open(await pages.path(client, "street"));
  return link?.split("/").at(-1);
}

/** The platform says how many people are in a group. */
export const counted = (corner: Corner, group: string, count: number, account = "sandbox") =>
  corner.tells(group, { kind: "counted", count }, account);
