import { createConnection } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Signed } from "../../tests/support/hook-senders.js";
import { type Hostile, hostileRequests, sendHostile } from "../hostile.js";
import { CLIENT } from "./groups.js";
import type { Random } from "./random.js";
import { noticeOf, SOURCES } from "./shops.js";

const HOUR_MS = 3_600_000;
/** Of each who sends what takes long to send. */
const PAUSE_MS = 20;

type Siege = {
  readonly url: string;
  readonly random: Random;
  /** What shops have sent and strangers have got hold of. */
  readonly overheard: readonly Signed[];
  /** Adds one to an answer. */
  readonly tally: (kind: string, status: number) => void;
};

/** Sales that nobody made, by ids that no shop gives. */
function forger(random: Random) {
  let n = 0;
  return () => ({
    source: random.oneOf(SOURCES),
    id: String(8_000_000_000 + ++n),
    at: Date.now(),
    member: 7,
  });
}

/**
 * Strangers who send whatever they like until they are told to stop: unsigned, forged, replayed and skewed
 * notices, huge and deep bodies; others who send forged notices to one address, one behind the other; and others who hold
 * connections open and send next to nothing.
 * @param atOnce how many of each
 */
export function besiege(
  { url, random, overheard, tally }: Siege,
  atOnce: { readonly senders: number; readonly pounders: number; readonly slow: number },
) {
  const bodies = [...hostileRequests(CLIENT)];
  const forge = forger(random);
  const unsigned = ({ path, body }: Signed): Hostile => ({ path: path.split("?")[0] ?? "", body });
  const make: Readonly<Record<string, () => Hostile | undefined>> = {
    unsigned: () => unsigned(noticeOf(forge())),
    forged: () => noticeOf(forge(), "not the secret"),
    // Somebody else's signature under another sale.
    swapped: () => {
      const seen = overheard.filter(({ body }) => body.includes("61.00"));
      if (seen.length === 0) return undefined;
      const { body, ...signed } = random.oneOf(seen);
      return { ...signed, body: body.replaceAll("61.00", "99.00") };
    },
    replayed: () => (overheard.length > 0 ? random.oneOf(overheard) : undefined),
    // A shop whose clock is wrong, or an old request: signed right, at another time.
    skewed: () => {
      const sale = { ...forge(), source: random.oneOf(["generic", "weixin"] as const) };
      const hours = random.oneOf([-30, 2]);
      return noticeOf(sale, undefined, Date.now() + hours * HOUR_MS);
    },
    huge: () => random.oneOf(bodies.filter(([name]) => /too large|chunked/.test(name)))[1],
    deep: () => random.oneOf(bodies.filter(([name]) => /deep|quotes|broad|escapes/.test(name)))[1],
  };
  const kinds = Object.keys(make);
  let over = false;

  async function send(): Promise<void> {
    while (!over) {
      const kind = random.oneOf(kinds);
      const hostile = make[kind]?.();
      if (hostile) tally(kind, await sendHostile(url, hostile));
      await wait(PAUSE_MS);
    }
  }
  async function pound(): Promise<void> {
    while (!over) {
      const { path, body, headers } = noticeOf({ ...forge(), source: "shopify" }, "not the secret");
      const answer = await fetch(url + path, { method: "POST", body, headers }).catch(
        () => undefined,
      );
      await answer?.arrayBuffer().catch(() => undefined);
      tally("pounding", answer?.status ?? 0);
    }
  }
  async function trickle(): Promise<void> {
    const head = `POST /hooks/${CLIENT}/shopify HTTP/1.1\r\nhost: localhost\r\ncontent-length: 30000\r\n\r\n`;
    while (!over) {
      const socket = createConnection(Number(new URL(url).port), "127.0.0.1");
      socket.on("error", () => {}).resume();
      socket.write(head);
      while (!over && !socket.destroyed) {
        socket.write("x");
        await wait(200);
      }
      socket.destroy();
      tally("slow", 0);
    }
  }
  const all = [
    ...Array.from({ length: atOnce.senders }, send),
    ...Array.from({ length: atOnce.pounders }, pound),
    ...Array.from({ length: atOnce.slow }, trickle),
  ];
  return async (): Promise<void> => {
    over = true;
    await Promise.all(all);
  };
}
