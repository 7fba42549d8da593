import { UserError } from "../../core/errors.js";
import { cleanText } from "../../core/outside-text.js";
import { localDay } from "../../core/time/local-day.js";
import { cleanName } from "../../domain/persona/speak.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import type { Deps } from "../../engine/feature.js";
import { memberNamed } from "../../engine/member-named.js";
import { othersOf } from "../../engine/person.js";
import { stopped, wanting } from "./wishes.js";

type OwnDeps = Pick<Deps, "store" | "playbooks" | "clock">;
/** By whose word, and how the member agreed. */
type Consent = { readonly by: string; readonly how: string };

const LONGEST_HOW = 100;

/** What operators do about members' wishes. */
export function memberOperations({ store, playbooks, clock }: OwnDeps) {
  return {
    /**
     * A member who opted out gets unasked messages again, on all their accounts.
     * @throws UserError COMMAND_NOT_OUT, and those of `memberNamed`
     */
    async resubscribe(client: string, word: string, { by, how }: Consent) {
      const { key } = await memberNamed(store, client, word);
      const keys = [key, ...(await othersOf(store, client, key))];
      const shown = cleanText(how, LONGEST_HOW);
      const zone = playbooks.current(client)?.playbook.timezone ?? "UTC";
      let told = { name: "", user: "", how: shown };
      await commitWithRetry(store, async () => {
        const members = await store.find(client, "member", keys);
        const value = members.get(key)?.value;
        told = { name: cleanName(value?.name ?? ""), user: value?.user ?? word, how: shown };
        const { name, user } = told;
        if (!value || !stopped(value)) throw new UserError("COMMAND_NOT_OUT", { name, user });
        const at = clock.now();
        const changes = [...members].flatMap(([one, { value: its, rev }]) =>
          stopped(its)
            ? [
                {
                  ...({ op: "put", kind: "member", key: one, rev } as const),
                  value: { ...wanting(its, { kind: "back" }, []), consentAt: at },
                },
              ]
            : [],
        );
        const data = { by, how: shown };
        const day = localDay(at, zone);
        const fact = { kind: "opted_in", at, day, member: key, data };
        return {
          client,
          changes,
          outbox: [],
          facts: [value.home ? { ...fact, group: value.home } : fact],
        };
      });
      return told;
    },
  };
}
