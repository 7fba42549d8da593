import { localDay } from "../../core/time/local-day.js";
import { ANSWER_LIVES_MS } from "../../domain/guard/turn.js";
import type { Deps, Due } from "../../engine/feature.js";
import { plainRow } from "../../engine/plain-row.js";
import { eraseMember } from "./erased.js";
import type { ErasureRecord } from "./records.js";
import { text } from "./texts.js";

const MINUTE_MS = 60_000;

/**
 * Erases somebody, then says so once, and at last forgets whom that was said to. Done twice, where the process died
 * in between, it is done once.
 */
export async function goOnErasing(deps: Deps, due: Due<"erasure">): Promise<void> {
  const { client, value, key, rev } = due;
  const { store, clock } = deps;
  if ("told" in value) {
    await forgetRow(deps, client, value.told);
    const changes = [{ op: "remove", kind: "erasure", key } as const];
    await store.commit({ client, changes, outbox: [], facts: [] });
    return;
  }
  const { member, by, to } = value;
  await eraseMember(store, deps.features, { client, member });
  const now = clock.now();
  const playbook = deps.playbooks.current(client)?.playbook;
  const told = `erased:${key}`;
  const said = text(to.locale, "erase.done", { brand: playbook?.brand ?? client });
  const action = { kind: "send_text", to: to.place, text: said } as const;
  const after: ErasureRecord = { told };
  await store.commit({
    client,
    changes: [
      {
        ...({ op: "put", kind: "erasure", key, value: after, rev } as const),
        due: now + ANSWER_LIVES_MS + MINUTE_MS,
      },
    ],
    outbox: [plainRow({ key: told, action, account: to.account, now, livesMs: ANSWER_LIVES_MS })],
    facts: [
      {
        ...{ kind: "member_erased", at: now, data: { by } },
        day: localDay(now, playbook?.timezone ?? "UTC"),
      },
    ],
  });
}

/** The chat in which somebody was told is theirs. */
const forgetRow = ({ store }: Deps, client: string, told: string): Promise<void> =>
  store.erase({
    ...{ client, marks: [told], owner: () => false, counter: () => false },
    record: ({ value }) => value,
    fact: (fact) => fact,
    row: ({ key }) => key === told,
    deadLetter: () => false,
  });
