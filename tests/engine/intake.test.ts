import { afterEach, describe, expect, test } from "vitest";
import type { Event } from "../../src/core/event.js";
import { createIntake } from "../../src/engine/intake.js";
import { createPlaybooks } from "../../src/engine/playbooks.js";
import { message, NOW } from "../store/samples.js";
import { CLIENT, closeCorners, OPENED, openCorner } from "../support/corner.js";
import { tally } from "../support/tally.js";

afterEach(closeCorners);

const SECOND = 1_000;
const OWNER = "telegram:boss";

describe("of the events of a poll", () => {
  let n = 0;
  const said = (over: Parameters<typeof message>[1] = {}) => message(`m${++n}`, over);
  const many = (count: number, over: Parameters<typeof message>[1] = {}): Event[] =>
    Array.from({ length: count }, () => said(over));
  const create = () => createIntake({ playbooks: createPlaybooks(), features: [], owner: OWNER });
  /** Whose polls are all stored. */
  const open = () => {
    const intake = create();
    return (polled: readonly Event[]) => {
      const { events, stored } = intake(polled);
      stored();
      return events;
    };
  };
  const kinds = (events: readonly Event[]) => events.map(({ kind }) => kind);

  test("thirty messages of one member pass, and one event stands for the rest", () => {
    const events = many(500);
    const heard = open()(events);
    expect(heard.slice(0, 30)).toEqual(events.slice(0, 30));
    expect(heard).toHaveLength(31);
    expect(heard[30]).toMatchObject({ kind: "overheard", id: events[499]?.id, more: 469 });
    expect(heard[30]).not.toHaveProperty("text");
  });

  test("one more is heard each second of the platform's time, whenever it comes", () => {
    const intake = open();
    intake(many(30));
    expect(kinds(intake(many(1, { at: NOW + 900 })))).toEqual(["overheard"]);
    expect(kinds(intake(many(2, { at: NOW + 2 * SECOND })))).toEqual(["message", "message"]);
    // What is older than what came before brings nothing back.
    expect(kinds(intake(many(1, { at: NOW - 60 * SECOND })))).toEqual(["overheard"]);
    expect(kinds(intake(many(40, { at: NOW + 100 * SECOND })))).toHaveLength(31);
    const gathered = Array.from({ length: 100 }, (_, i) => said({ at: NOW + (200 + i) * SECOND }));
    expect(intake(gathered)).toEqual(gathered);
  });

  test("a poll that comes again, since it could not be stored, is heard as it was", () => {
    const intake = create();
    const events = many(25);
    for (let n = 0; n < 4; n++) expect(intake(events).events).toEqual(events);
    intake(events).stored();
    expect(kinds(intake(many(10)).events)).toEqual([...Array(5).fill("message"), "overheard"]);
  });

  test("nobody else is counted with them: another member, another chat, another account", () => {
    const intake = open();
    intake(many(200));
    const elsewhere = { platform: "telegram", chat: "g2", direct: false };
    const others = [
      said({ person: { user: "u2", name: "小云" } }),
      said({ place: elsewhere }),
      said({ account: "bot2" }),
    ];
    expect(intake(others)).toEqual(others);
  });

  test("an operator's commands pass, and what is said in the name of a group or a channel", () => {
    const intake = open();
    const boss = { person: { user: "boss", name: "老板" } };
    intake(many(100, boss));
    expect(kinds(intake([said({ ...boss, text: "/status" })]))).toEqual(["message"]);
    const nobodys = many(100, { origin: "anonymous" });
    expect(intake(nobodys)).toEqual(nobodys);
  });

  test("of edits the last stands for all, and stays what it says", () => {
    const edits: Event[] = many(100).map((event, i) => {
      if (event.kind !== "message") throw new Error("a message");
      const { toBot: _, origin: _o, ...rest } = event;
      return { ...rest, kind: "edited", text: `v${i}` };
    });
    const heard = open()(edits);
    expect(heard).toHaveLength(31);
    expect(heard.at(-1)).toEqual(edits.at(-1));
  });

  test("joins, leaves and what no person does are no part of it", () => {
    const head = { platform: "telegram", account: "bot", at: NOW, place: message("x").place };
    const joins = Array.from(
      { length: 100 },
      (_, i): Event => ({
        ...head,
        kind: "joined",
        id: `j${i}`,
        person: { user: "u1", name: "小红" },
      }),
    );
    expect(open()(joins)).toEqual(joins);
  });
});

/** In one poll, as a platform hands it over. */
const flood = (texts: readonly string[], from = 0): Event[] =>
  texts.map((text, n) =>
    message(`flood:${from + n}`, {
      ...{ platform: "sandbox", account: "sandbox", at: OPENED, text },
      place: { platform: "sandbox", chat: CLIENT, direct: false },
      person: { user: "amy", name: "amy" },
    }),
  );

test("what is beyond the limit is counted as messages, and nothing else of it is kept or answered", async () => {
  const corner = await openCorner({
    brands: [
      {
        sections: { replies: { m: { when: { pattern: "menu" }, say: "m" } } },
        lines: { m: "tea" },
      },
    ],
  });
  await corner.joins(CLIENT, "amy");
  await corner.runtime.receive(flood(Array.from({ length: 500 }, (_, n) => `chat ${n}`)));
  await corner.runtime.receive(flood(["menu"], 500));
  await corner.runtime.pump();
  expect(corner.heard(CLIENT)).toEqual([]);
  const facts = await corner.facts("said");
  expect(facts).toHaveLength(32);
  const sums = facts.map((fact) => tally.of(CLIENT, fact)?.sums.messages ?? 0);
  expect(sums.reduce((sum, one) => sum + one, 0)).toBe(501);
  await corner.runtime.receive(flood(["menu"], 400));
  expect(await corner.facts("said")).toHaveLength(32);
  expect(corner.bugs).toEqual([]);
});

test("a wish to be left alone is heard in the midst of a flood", async () => {
  const corner = await openCorner();
  await corner.joins(CLIENT, "amy");
  const texts = Array.from({ length: 300 }, (_, n) => (n > 200 ? "TD" : `chat ${n}`));
  await corner.runtime.receive(flood(texts));
  await corner.runtime.pump();
  expect((await corner.member("amy"))?.optedOut).toBe(true);
  expect(corner.heard(CLIENT)).toEqual(["bye"]);
});
