import { UserError } from "../../core/errors.js";
import type { Clock } from "../../core/time/clock.js";
import { cleanName } from "../../domain/persona/speak.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { memberNamed } from "../../engine/member-named.js";
import type { Playbooks } from "../../engine/playbooks.js";
import { DONE_MS } from "../../engine/retention.js";
import type { Store, Stored } from "../../store/port.js";
import { boardOf } from "./board.js";
import { available, debtOf, entered, pointsFact } from "./ledger.js";
import type { PointsEntry } from "./records.js";

type Deps = { readonly store: Store; readonly playbooks: Playbooks; readonly clock: Clock };

/** A member's points as operators see them. */
type PointsLine = {
  /** The account id. */
  readonly user: string;
  readonly name: string;
  readonly balance: number;
  readonly debt: number;
  readonly recent: readonly PointsEntry[];
};
type Changing = {
  readonly client: string;
  /** The member's account id or name. */
  readonly member: string;
  /** Whole points, below zero to take them. */
  readonly by: number;
  readonly reason: string;
  /** The same seed changes them once. */
  readonly seed: string;
};

/** What operators see of members' points, and how they correct them. */
export function pointsOperations({ store, playbooks, clock }: Deps) {
  /** @throws UserError POINTS_NONE where the playbook has no points. */
  const zoneOf = (client: string): string => {
    const playbook = playbooks.current(client)?.playbook;
    if (!playbook?.points) throw new UserError("POINTS_NONE");
    return playbook.timezone;
  };
  const lineOf = async (
    client: string,
    { key, value: { user, name } }: Stored<"member">,
  ): Promise<PointsLine> => {
    const record = (await store.get(client, "points", key))?.value;
    return {
      user,
      name: cleanName(name),
      balance: available(record),
      debt: debtOf(record),
      recent: record?.recent ?? [],
    };
  };
  return {
    /** @throws UserError POINTS_NONE */
    async points(client: string, user: string): Promise<PointsLine> {
      zoneOf(client);
      return lineOf(client, await memberNamed(store, client, user));
    },
    /** @throws UserError POINTS_NONE, POINTS_TOO_FEW when more would be taken than there is */
    async changePoints(of: Changing): Promise<PointsLine> {
      const { client, by, reason, seed } = of;
      const zone = zoneOf(client);
      const member = await memberNamed(store, client, of.member);
      const { key, value: known } = member;
      await commitWithRetry(store, async (spent) => {
        const once = `points/${seed}`;
        if (spent.has(once)) return undefined;
        const stored = await store.get(client, "points", key);
        const balance = available(stored?.value);
        if (by < 0 && balance < -by && (await store.counter(client, once)) === 0)
          throw new UserError("POINTS_TOO_FEW", { member: of.member, balance });
        const entry: PointsEntry = { at: clock.now(), by, why: "operator", of: reason };
        const value = entered(stored?.value, entry);
        return {
          client,
          changes: [
            { op: "add", counter: once, by: 1, limit: 1, until: clock.now() + DONE_MS },
            { op: "put", kind: "points", key, value, rev: stored?.rev ?? 0 },
          ],
          outbox: [],
          facts: [pointsFact(entry, { member: key, group: known.home, zone })],
        };
      });
      return lineOf(client, member);
    },
    /** @throws UserError POINTS_NONE */
    async board(client: string, group: string) {
      zoneOf(client);
      return boardOf(store, client, group);
    },
  };
}
