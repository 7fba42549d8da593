import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../core/errors.js";
import type { Peer, Sharing } from "../store/sharing.js";

/** Often enough for whoever has the shortest lease: it is put out by looks that come soon one after the other. */
const LOOK_MS = 400;

/**
 * Waits until no process works on a store. Whoever was killed without a word is there until its lease has lapsed,
 * as are those that an older copy of the database names.
 * @param onWaiting told whom it waits for, once
 * @throws UserError STORE_IN_USE as soon as one of them is seen to live
 */
export async function untilAlone(
  { view }: Pick<Sharing, "view">,
  onWaiting: (others: readonly Peer[]) => void,
): Promise<void> {
  let told = false;
  for (;;) {
    const { self, peers, heard } = await view();
    const others = peers.filter(({ id }) => id !== self);
    if (others.length === 0) return;
    const living = others.filter(({ id }) => heard.has(id));
    if (living.length > 0) throw new UserError("STORE_IN_USE", { processes: namesOf(living) });
    if (!told) onWaiting(others);
    told = true;
    await pause(LOOK_MS);
  }
}

/** For people: each as `machine:process`. */
export const namesOf = (peers: readonly Peer[]): string =>
  peers.map(({ where }) => where).join(", ");
