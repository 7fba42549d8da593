import type { Event } from "../../src/core/event.js";
import type { GroupRecord, SeatRecord } from "../../src/domain/group/record.js";
import { compilePlaybook } from "../../src/engine/compiled-playbook.js";
import type { Context } from "../../src/engine/decision.js";
import type { Commit, Stored } from "../../src/store/port.js";
import { teaEdition } from "./tea.js";

type Told = Event extends infer E
  ? E extends Event
    ? Omit<E, "id" | "platform" | "account" | "at" | "place">
    : never
  : never;
export type World = {
  /** Who is in the group, and who was approved and has not arrived. */
  readonly inside: Set<string>;
  readonly approved: Set<string>;
  readonly tell: (event: Told) => void;
};

/** One group without a store: the records are kept by hand, so that only `decide` is tested. */
export function bench(
  seats: { capacity: number; reserve: number; overflow: "next" | "waitlist" },
  decide: (context: Context, event: Event) => Commit,
): World {
  const version = teaEdition();
  const { playbook } = version;
  const persona = version.personas.find(({ id }) => id === playbook.persona);
  if (!persona) throw new Error("no persona");
  const compiled = compilePlaybook(
    "v",
    { ...playbook, groups: { ...playbook.groups, ...seats } },
    persona,
  );
  const place = { platform: "telegram", chat: "g", direct: false };
  let group: GroupRecord = {
    ...{ platform: "telegram", account: "telegram", chat: "g", pool: "welfare", n: 1, title: "g" },
    ...{ taken: 1, cooldowns: {}, unasked: [], variants: {} },
  };
  const seatsOf = new Map<string, SeatRecord>();
  const inside = new Set<string>();
  const approved = new Set<string>();
  let now = 1_700_000_000_000;
  const withStatus = (status: SeatRecord["status"]): Stored<"seat">[] =>
    [...seatsOf]
      .filter(([, value]) => value.status === status)
      .map(([key, value]) => ({ kind: "seat", key, rev: 1, value }));

  return {
    inside,
    approved,
    tell(told) {
      now += 1_000;
      const head = { id: String(now), platform: "telegram", account: "bot", at: now, place };
      const event = { ...head, ...told } as Event;
      const memberId = "person" in event ? `telegram:${event.person.user}` : undefined;
      const seat = seatsOf.get(`g/${memberId}`);
      const commit = decide(
        {
          compiled,
          now,
          seed: String(now),
          groupId: "g",
          group: { kind: "group", key: "g", rev: 1, value: group },
          armsAt: now,
          completions: [],
          loaded: {
            seats: {
              pool: [],
              waiting: withStatus("waiting"),
              approved: withStatus("approved").map(({ value }) => value),
            },
          },
          spent: new Set(),
          entropy: () => new Uint8Array(32),
          paused: false,
          ...(memberId ? { memberId } : {}),
          ...(seat ? { seat: { kind: "seat", key: `g/${memberId}`, rev: 1, value: seat } } : {}),
        },
        event,
      );
      for (const change of commit.changes) {
        if (change.op !== "put") continue;
        if (change.kind === "group") group = change.value;
        if (change.kind === "seat") seatsOf.set(change.key, change.value);
      }
      for (const { action } of commit.outbox) {
        if (action.kind === "approve_join" && !inside.has(action.user)) approved.add(action.user);
      }
    },
  };
}
