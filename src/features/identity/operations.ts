import { UserError } from "../../core/errors.js";
import type { Fact } from "../../core/fact.js";
import { localDay } from "../../core/time/local-day.js";
import { cleanName } from "../../domain/persona/speak.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Deps } from "../../engine/feature.js";
import { memberNamed } from "../../engine/member-named.js";
import type { Commit, Stored } from "../../store/port.js";
import { conflicts } from "../order/conflicts.js";
import {
  accountsWith,
  isTooMany,
  joinAccounts,
  keysOf,
  partAccounts,
  putMember,
} from "./accounts.js";

type IdentityDeps = Pick<Deps, "store" | "playbooks" | "clock">;

/** An account as operators see it. */
export type AccountLine = { readonly key: string; readonly name: string };
/** Two or more accounts that an order's own ids name at once. */
export type Suggestion = { readonly order: string; readonly accounts: readonly AccountLine[] };

/** One person over several accounts: what operators see of it, and how they correct it. */
export function identityOperations(deps: IdentityDeps) {
  const { store, clock } = deps;
  const lineOf = (key: string, member?: Stored<"member">): AccountLine => ({
    key,
    name: cleanName(member?.value.name ?? ""),
  });
  const fact = (
    client: string,
    kind: string,
    of: { member: Stored<"member">; data: Fact["data"] },
  ) => {
    const { key, value } = of.member;
    const zone = deps.playbooks.current(client)?.playbook.timezone ?? "UTC";
    const at = clock.now();
    const where = value.home === undefined ? {} : { group: value.home, day: localDay(at, zone) };
    return { kind, at, member: key, data: of.data, ...where } satisfies Fact;
  };
  return {
    /** All accounts of the person whom a word names. @throws UserError as `memberNamed` */
    async accounts(client: string, word: string): Promise<readonly AccountLine[]> {
      const { key } = await memberNamed(store, client, word);
      const all = await accountsWith(store, client, key);
      return keysOf(all).map((one) => lineOf(one, all.members.get(one)));
    },
    /**
     * An account, and those from which it can be taken apart.
     * @throws UserError IDENTITY_ALONE when there are none
     */
    async apart(client: string, word: string) {
      const member = await memberNamed(store, client, word);
      const all = await accountsWith(store, client, member.key);
      const others = keysOf(all).filter((key) => key !== member.key);
      if (others.length === 0) throw new UserError("IDENTITY_ALONE", { id: word });
      return {
        key: lineOf(member.key, member),
        others: others.map((key) => lineOf(key, all.members.get(key))),
      };
    },
    /** Accounts that orders take for one person's, though nobody has said that they are. */
    async suggestions(client: string): Promise<readonly Suggestion[]> {
      const found = await conflicts(store, client);
      const members = await store.find(
        client,
        "member",
        found.flatMap((one) => one.members),
      );
      return found.map(({ order, members: keys }) => ({
        order,
        accounts: keys.map((key) => lineOf(key, members.get(key))),
      }));
    },
    /**
     * Makes two accounts one person's.
     * @throws UserError IDENTITY_SAME when they are already, IDENTITY_MANY
     */
    async link(client: string, one: string, other: string): Promise<void> {
      const a = await memberNamed(store, client, one);
      const b = await memberNamed(store, client, other);
      await commitWithRetry(store, async (): Promise<Commit> => {
        const mine = await accountsWith(store, client, a.key);
        const theirs = await accountsWith(store, client, b.key);
        if (keysOf(mine).includes(b.key)) throw new UserError("IDENTITY_SAME");
        if (isTooMany(mine, theirs)) throw new UserError("IDENTITY_MANY");
        const edge = { a: a.key, b: b.key, by: "operator", at: clock.now() } as const;
        const { changes, members } = joinAccounts(mine, theirs, edge);
        const known = new Map([...mine.members, ...theirs.members]);
        const puts = [...members].map(([key, value]) => putMember(key, value, known));
        const facts = [
          fact(client, "linked", { member: a, data: { with: b.key, by: "operator" } }),
        ];
        return { client, changes: [...changes, ...puts], outbox: [], facts };
      });
    },
    /**
     * Makes an account a person of its own again.
     * @throws UserError IDENTITY_ALONE when it is one
     */
    async unlink(client: string, word: string): Promise<void> {
      const member = await memberNamed(store, client, word);
      await commitWithRetry(store, async (): Promise<Commit> => {
        const all = await accountsWith(store, client, member.key);
        if (keysOf(all).length < 2) throw new UserError("IDENTITY_ALONE", { id: word });
        const { changes, members } = partAccounts(all, member.key);
        const puts = [...members].map(([key, value]) => putMember(key, value, all.members));
        const others = keysOf(all)
          .filter((key) => key !== member.key)
          .join(" ");
        const facts = [fact(client, "unlinked", { member, data: { from: others } })];
        return { client, changes: [...changes, ...puts], outbox: [], facts };
      });
    },
  };
}
