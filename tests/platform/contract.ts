import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Action } from "../../src/core/action.js";
import { PlatformFailure, type Refusal } from "../../src/core/errors.js";
import type { Event, Origin } from "../../src/core/event.js";
import type { Platform } from "../../src/platform/port.js";
import { until } from "../support/until.js";
import { refusalContract } from "./contract-refusals.js";

/** A group that the account is in, on every platform. */
export const GROUP = "-1001000000001";
export const PNG = Buffer.from("89504e470d0a1a0a", "hex").toString("base64");

/** An adapter on a world of its own, and what people do there. They act in the order in which they are called. */
export type Opened = {
  readonly platform: Platform;
  readonly say: (user: string, text: string) => void;
  /** Changes what a person said last. */
  readonly edit: (user: string, text: string) => void;
  /** Says what isn't a person's own word. */
  readonly pass: (user: string, text: string, origin: Origin) => void;
  readonly join: (user: string) => void;
  readonly leave: (user: string) => void;
  readonly ask: (user: string) => void;
  /** How many messages have arrived. */
  readonly arrived: () => number | Promise<number>;
  /** Moves the adapter's clock on. */
  readonly forward: (ms: number) => void;
  /** Sees to it that this is the answer to an action. @returns that action */
  readonly provoke: (refusal: Refusal) => Promise<Action>;
  readonly close: () => Promise<unknown>;
};

export type Adapter = {
  readonly id: string;
  readonly open: () => Promise<Opened>;
  /** An account that can't be used, where there is such a thing. */
  readonly unusable?: () => Promise<Opened>;
  /** What the platform has no way to say. */
  readonly neverSays?: readonly Refusal[];
  /** What people can't do there, or it isn't told. */
  readonly lacks?: readonly Lack[];
};
type Lack = "edits" | "seats asked for" | "links" | Origin;

/** What every adapter of the Platform port must do. */
export function platformContract(adapter: Adapter): void {
  const lacks = new Set<Lack | undefined>(adapter.lacks);
  const unlessLacking = (lack: Lack) => (lacks.has(lack) ? () => {} : test);
  describe(`the platform contract: ${adapter.id}`, () => {
    let opened: Opened;
    const to = { platform: adapter.id, chat: GROUP, direct: false };
    beforeEach(async () => {
      opened = await adapter.open();
    });
    afterEach(() => opened.close());

    /** Starts it. @returns what is heard, but for what the bot may do where, which only some tell. */
    async function listen(): Promise<Event[]> {
      const heard: Event[] = [];
      await opened.platform.start(async (batch) => {
        heard.push(...batch.filter(({ kind }) => kind !== "bot_status"));
      });
      return heard;
    }
    /** Gives the platform every chance to do what it must not do. */
    async function lookAround(): Promise<void> {
      for (let look = 0; look < 10; look++) {
        // One that was stopped may answer nothing any more.
        await opened.platform.count(to).catch(() => undefined);
        await turn();
      }
    }
    const texts = (heard: readonly Event[]) =>
      heard.map((event) => (event.kind === "message" ? event.text : event.kind));

    describe("start", () => {
      test("from then on what happens is heard, whole", async () => {
        const { platform, join, ask, say, leave } = opened;
        const heard = await listen();
        join("7");
        say("7", "在吗");
        leave("7");
        const asks = !lacks.has("seats asked for");
        if (asks) ask("8");
        const all = asks ? 4 : 3;
        await until("all is heard", () => heard.length >= all);
        const common = { platform: adapter.id, account: platform.account, place: to };
        const [ana, bo] = ["7", "8"].map((user) => ({ user, name: user }));
        expect(heard).toMatchObject(
          [
            { ...common, kind: "joined", person: ana },
            { ...common, kind: "message", person: ana, text: "在吗", toBot: false },
            { ...common, kind: "left", person: ana },
            { ...common, kind: "join_request", person: bo, reply: "8" },
          ].slice(0, all),
        );
        expect(new Set(heard.map(({ id }) => id)).size).toBe(all);
        for (const { at } of heard) expect(at).toBeGreaterThan(1_600_000_000_000);
      });

      test("the account has an id, and says what it can do", async () => {
        await listen();
        expect(opened.platform.self.id).toMatch(/^\w+$/);
        expect(opened.platform.account).toBe(adapter.id);
        expect(opened.platform.capabilities.has("send_text")).toBe(true);
      });

      if (adapter.unusable) {
        const { unusable } = adapter;
        test("an account that can't be used is the user's to mend", async () => {
          await opened.close();
          opened = await unusable();
          await expect(listen()).rejects.toMatchObject({ name: "UserError" });
          expect(opened.platform.health().ok).toBe(false);
        });
      }
    });

    describe("a message", () => {
      const origins = [undefined, "forwarded", "channel", "anonymous", "via_bot", "bot"] as const;
      test.each(origins.filter((origin) => !lacks.has(origin)))(
        "says whose word it is: %s",
        async (origin) => {
          const heard = await listen();
          if (origin) opened.pass("7", "退订", origin);
          else opened.say("7", "退订");
          await until("it is heard", () => heard.length > 0);
          const [event] = heard;
          expect(event).toMatchObject({ kind: "message" });
          // Where what was passed on comes without its words, nobody can be taken at them.
          if (event && "text" in event && event.text !== "") expect(event.text).toBe("退订");
          else expect(origin).toBe("forwarded");
          expect(event && "origin" in event ? event.origin : undefined).toBe(origin);
        },
      );
    });

    unlessLacking("edits")("who edits a message is heard again, and which one it was", async () => {
      const heard = await listen();
      opened.say("7", "x2 36");
      opened.say("8", "在吗");
      await until("both are heard", () => heard.length > 1);
      opened.edit("7", "x3 54");
      await until("the edit is heard", () => heard.length > 2);
      const [first, , edited] = heard;
      expect(edited).toMatchObject({ kind: "edited", person: { user: "7" }, text: "x3 54" });
      const ids = [first, edited].map((event) => event && "messageId" in event && event.messageId);
      expect(ids[0]).toBe(ids[1]);
    });

    describe("batches", () => {
      test("what happens is heard in order, each once", async () => {
        const heard = await listen();
        const said = Array.from({ length: 250 }, (_, n) => `no. ${n}`);
        for (const text of said) opened.say("7", text);
        await until("the last is heard", () => texts(heard).includes("no. 249"));
        await lookAround();
        expect(texts(heard)).toEqual(said);
      });

      test("the next batch comes when the one before was taken in, not earlier", async () => {
        const heard: Event[] = [];
        const taken: (() => void)[] = [];
        let most = 0;
        let open = 0;
        await opened.platform.start(async (batch) => {
          most = Math.max(most, ++open);
          heard.push(...batch.filter(({ kind }) => kind !== "bot_status"));
          await new Promise<void>((resolve) => taken.push(resolve));
          open--;
        });
        opened.say("7", "one");
        await until("something is handed on", () => taken.length > 0);
        for (const text of ["two", "three", "four"]) opened.say("7", text);
        await lookAround();
        expect([taken.length, most]).toEqual([1, 1]);
        await until("the rest is handed on", () => {
          for (const take of taken) take();
          return texts(heard).includes("four");
        });
        for (const take of taken) take();
        expect(most).toBe(1);
        expect(texts(heard)).toEqual(["one", "two", "three", "four"]);
      });

      test("a batch that was not taken in is not passed over", async () => {
        const heard: Event[] = [];
        let refusals = 0;
        await opened.platform.start(async (batch) => {
          if (refusals++ === 0) throw new Error("the disk is full");
          heard.push(...batch.filter(({ kind }) => kind !== "bot_status"));
        });
        opened.say("7", "one");
        opened.say("7", "two");
        await until("the second is heard", () => texts(heard).includes("two"));
        expect(texts(heard)).toEqual(["one", "two"]);
      });
    });

    describe("count", () => {
      test("a chat's people are counted, the bot among them", async () => {
        const { platform, join, leave } = opened;
        const heard = await listen();
        expect(await platform.count(to)).toBe(1);
        for (const user of ["7", "8", "9"]) join(user);
        await until("they are in", () => heard.length === 3);
        expect(await platform.count(to)).toBe(4);
        leave("8");
        await until("one has left", () => heard.length === 4);
        expect(await platform.count(to)).toBe(3);
      });

      unlessLacking("seats asked for")(
        "whoever is let in is counted and heard of, whoever is not is neither",
        async () => {
          const { platform, ask } = opened;
          const heard = await listen();
          ask("7");
          ask("8");
          await until("both have asked", () => heard.length === 2);
          expect(await platform.perform({ kind: "decline_join", to, user: "8" })).toEqual({});
          expect(await platform.perform({ kind: "approve_join", to, user: "7" })).toEqual({});
          await until("one is in", () => heard.length > 2);
          expect(heard.slice(2)).toMatchObject([{ kind: "joined", person: { user: "7" } }]);
          expect(await platform.count(to)).toBe(2);
        },
      );
    });

    describe("health", () => {
      test("is bad before the start, good in between, and bad some time after the stop", async () => {
        const { platform, forward } = opened;
        expect(platform.health().ok).toBe(false);
        await listen();
        await until("it is well", () => platform.health().ok);
        const { lastPollAt, notes } = platform.health();
        expect([typeof lastPollAt, notes]).toEqual(["number", []]);
        await platform.stop();
        forward(3_600_000);
        expect(platform.health().ok).toBe(false);
      });
    });

    describe("stop", () => {
      test("after it nothing is heard any more", async () => {
        const heard = await listen();
        opened.say("7", "one");
        await until("it is heard", () => heard.length === 1);
        await opened.platform.stop();
        opened.say("7", "two");
        await lookAround();
        expect(texts(heard)).toEqual(["one"]);
      });

      test("before a start, and twice, it ends all the same", async () => {
        await opened.platform.stop();
        await opened.platform.stop();
        expect(opened.platform.health().ok).toBe(false);
      });
    });

    describe("deeds", () => {
      beforeEach(listen);

      test("a text arrives and has an id", async () => {
        const { platform, arrived } = opened;
        const first = await platform.perform({ kind: "send_text", to, text: "你好" });
        const second = await platform.perform({ kind: "send_text", to, text: "你好" });
        expect(first.messageId).toMatch(/^\d+$/);
        expect(second.messageId).not.toBe(first.messageId);
        expect(await arrived()).toBe(2);
      });

      test("a picture arrives and has an id, or the platform says that it takes none", async () => {
        const { platform, arrived } = opened;
        const sent = platform.perform({ kind: "send_image", to, png: PNG, alt: "-" });
        if (platform.capabilities.has("send_image")) {
          expect((await sent).messageId).toMatch(/^\d+$/);
          expect(await arrived()).toBe(1);
          return;
        }
        await expect(sent).rejects.toMatchObject({ refusal: { kind: "unsupported" } });
        await expect(sent).rejects.toBeInstanceOf(PlatformFailure);
        expect(await arrived()).toBe(0);
      });

      unlessLacking("links")("a link by which people ask to join", async () => {
        const { link } = await opened.platform.perform({ kind: "invite_link", to });
        expect(link).toMatch(/^https:\/\//);
      });
    });

    refusalContract(() => opened, to, adapter.neverSays);
  });
}
