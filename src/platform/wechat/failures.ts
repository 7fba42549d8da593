import { PlatformFailure, type Refusal } from "../../core/errors.js";
import { NoAnswer } from "./later.js";
import type { PuppetEvents } from "./puppet.js";

/** No puppet says how long. */
const RETRY_MS = 60_000;
const DETAIL_LENGTH = 200;

/** gRPC's status codes, as far as they say more than a puppet's own words. */
const STATUS: Readonly<Record<number, Refusal>> = {
  1: { kind: "offline", delivered: "maybe" },
  4: { kind: "offline", delivered: "maybe" },
  5: { kind: "gone" },
  7: { kind: "forbidden" },
  8: { kind: "rate_limited", retryAfterMs: RETRY_MS },
  12: { kind: "unsupported" },
  14: { kind: "offline", delivered: "maybe" },
  16: { kind: "offline", delivered: "no" },
};

/** The connection was never made, or there is none any more to ask by: nothing was done. */
const NEVER_LEFT =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|No connection established|name resolution|^NO CLIENT$|^no grpc manager$|not logged in/i;

/** Puppets refuse in words, each in its own; who says none of these may have done it all the same. */
const WORDS: readonly (readonly [RegExp, Refusal])[] = [
  [/unsupported|not supported|not implement|unimplemented|不支持/i, { kind: "unsupported" }],
  [/too (often|many|fast|frequent)|frequently|rate.?limit|频繁|过快/i, STATUS[8] as Refusal],
  [/too long|exceeds? .*length|过长|超长/i, { kind: "too_long" }],
  [
    /(room|group|chat|contact|conversation)\b.*\b(not found|not exist|does ?n.t exist)|no such (room|group|contact)|群聊?不存在/i,
    { kind: "gone" },
  ],
  [
    /not (a |an |the |your |in )*(friend|member|owner|admin|room|group)|permission|forbidden|blocked|不是(好友|群主|群成员|管理员)|无权|没有权限|拉黑/i,
    { kind: "forbidden" },
  ],
];

/** Whatever a puppet's call threw, as a PlatformFailure whose message holds none of the `secrets`. */
export function toFailure(
  error: unknown,
  call: string,
  secrets: readonly string[],
): PlatformFailure {
  if (error instanceof PlatformFailure) return error;
  const detail = detailOf(error);
  return new PlatformFailure(refusalOf(error, detail), `${call}: ${without(secrets, detail)}`);
}

/** The code of a gRPC status, be it an error or what a puppet tells of one. */
export function statusOf(error: unknown): number | undefined {
  const code = field(error, "code");
  return typeof code === "number" ? code : undefined;
}

/** What an error says of itself, on one line. */
export function detailOf(error: unknown): string {
  const said = [field(error, "details"), field(error, "message"), error].find(
    (text): text is string => typeof text === "string" && text.trim() !== "",
  );
  const [line = ""] = (said ?? "no reason given").trim().split("\n");
  return line.slice(0, DETAIL_LENGTH);
}

/** What an error event holds: JSON of GError, or a text. */
export function toldBy({ gerror, data }: PuppetEvents["error"]): unknown {
  const text = gerror ?? data;
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A text without the secrets. */
export const without = (secrets: readonly string[], text: string): string =>
  secrets.reduce((left, secret) => (secret ? left.replaceAll(secret, "[token]") : left), text);

function refusalOf(error: unknown, detail: string): Refusal {
  if (error instanceof NoAnswer) return { kind: "offline", delivered: "maybe" };
  if (NEVER_LEFT.test(detail)) return { kind: "offline", delivered: "no" };
  const status = STATUS[statusOf(error) ?? 0];
  if (status) return status;
  const said = WORDS.find(([words]) => words.test(detail))?.[1];
  return said ?? { kind: "unknown", delivered: "maybe" };
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Record<string, unknown>)[key];
}
