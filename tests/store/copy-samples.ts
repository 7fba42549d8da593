import type { Store } from "../../src/store/port.js";
import { claimOf, commitOf, message, NOW, OURS, putMember, row } from "./samples.js";

const PICTURE = { kind: "send_image", png: "aGk=", alt: "a picture" } as const;
const to = (chat: string) => ({ platform: "telegram", chat, direct: false });

/** Puts something of every kind and in every state into a store. */
export async function fill(store: Store): Promise<void> {
  await store.own(OURS);
  await store.saveVersion("a", "h1", "client: a\n", "files", NOW);
  await store.saveVersion("a/b", "h%1", "client: a/b\n", "boss", NOW);
  const events = await store.accept(
    ["1", "a/2", "%2F", "4", "5"].map((id) => message(id)),
    NOW,
  );
  const [first, second, third] = events;
  await store.deadLetter(second?.seq ?? 0, "a bug", "1.0");
  await store.deadLetter(third?.seq ?? 0, "another");
  await store.revive(third?.seq ?? 0);
  const day = "2026-11-24";
  const at = NOW;
  await store.commit(
    commitOf({
      ...(first && { handles: first.seq }),
      changes: [
        putMember("telegram:1"),
        putMember("x/y%2F", { owner: "g/1", due: NOW + 5 }),
        { op: "add", counter: "ever/1", by: 3 },
        { op: "add", counter: "day", by: 2, limit: 9, until: NOW + 7 },
      ],
      outbox: [
        row("sent"),
        row("failed", "g2"),
        row("waits", "g3", { due: NOW + 50_000, watched: true, group: "g", version: "v" }),
        row("later", "g4"),
        row("issued", "g5"),
        row("claimed", "g6"),
        row("picture", "g7", { action: { ...PICTURE, to: to("g7") }, due: NOW + 40_000 }),
        row("shown", "g8", { action: { ...PICTURE, to: to("g8") } }),
        row("moved", "g9", { unasked: true }),
      ],
      facts: [
        { kind: "said", at, group: "g", day, member: "m", data: { n: 1 } },
        { kind: "joined", at, group: "$g.1", day },
        { kind: "plain", at },
      ],
    }),
  );
  await store.commit(commitOf({ client: "b", facts: [{ kind: "said", at, group: "g", day }] }));
  for (const one of await store.claim(claimOf())) {
    const entry = {
      account: "bot",
      at,
      kind: "text",
      for: "members",
      client: "a",
      text: 7,
    } as const;
    if (one.key !== "claimed") await store.issue(one, entry);
    if (one.key === "sent" || one.key === "shown")
      await store.settle(one, { state: "sent", receipt: { messageId: one.key } }, NOW + 1);
    if (one.key === "failed") await store.settle(one, { state: "failed", why: "CLOSED" }, NOW + 1);
    if (one.key === "later") {
      const wait = { state: "later", due: NOW + 9, unsent: true, why: "LIMIT" } as const;
      await store.settle(one, wait, NOW + 1);
    }
    if (one.key === "moved")
      await store.settle(one, { state: "later", due: NOW + 9, chat: "-100", uncertain: true }, NOW);
  }
  await store.enter("bot", { at: NOW + 2, kind: "read", for: "nobody", client: "a", chat: "g1" });
}

/** What a bot reads of all that. */
export async function seen(store: Store) {
  await store.own(OURS);
  const all = ["sent", "failed", "waits", "later", "issued", "claimed", "shown", "moved"];
  return {
    recovered: await store.recover(OURS),
    unhandled: await store.unhandled(OURS),
    deadLetters: await store.deadLetters(OURS),
    last: await store.lastEvent("bot", ""),
    again: await store.accept(
      ["1", "%2F"].map((id) => message(id)),
      NOW,
    ),
    members: await store.list("a", "member"),
    ofOwner: await store.list("a", "member", "g/1"),
    due: await store.due({ clients: ["a"], now: NOW + 5, limit: 9 }),
    counters: [await store.counter("a", "ever/1"), await store.counter("a", "day")],
    outcomes: await store.outcomes("a", all),
    waiting: await store.waiting("bot", 20),
    facts: [await store.facts("a"), await store.facts("b")],
    rollups: await store.rollups("a", { from: "2026-11-01", to: "2026-11-30" }),
    ledger: await store.ledger("bot", 0),
    versions: [await store.version("a", "h1"), await store.version("a/b", "h%1")],
    counts: await store.counts(OURS),
    claimed: (await store.claim(claimOf({ now: NOW + 55_000 }))).map(({ seq: _, ...rest }) => rest),
  };
}
