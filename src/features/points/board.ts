import { cleanName } from "../../domain/persona/speak.js";
import type { Store } from "../../store/port.js";
import { available } from "./ledger.js";

/** `user` is the account id. */
export type BoardLine = { readonly user: string; readonly name: string; readonly points: number };

const SHOWN = 10;

/** Who of those in a group has most points to spend, most first; of equals who has the smaller key. */
export async function boardOf(
  store: Store,
  client: string,
  group: string,
): Promise<readonly BoardLine[]> {
  const seats = await store.list(client, "seat", `in:${group}`);
  const members = seats.map(({ value }) => value.member);
  const points = await store.find(client, "points", members);
  const first = [...points.values()]
    .map(({ key, value }) => ({ key, points: available(value) }))
    .filter((one) => one.points > 0)
    .sort((a, b) => b.points - a.points || (a.key < b.key ? -1 : 1))
    .slice(0, SHOWN);
  const known = await store.find(
    client,
    "member",
    first.map(({ key }) => key),
  );
  return first.map(({ key, points: n }) => {
    const { user = "", name = "" } = known.get(key)?.value ?? {};
    return { user, name: cleanName(name), points: n };
  });
}
