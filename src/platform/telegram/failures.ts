import { PlatformFailure, type Refusal } from "../../core/errors.js";

/** When Telegram says "too many" without saying how long to wait. */
const DEFAULT_RETRY_MS = 3_000;
/** No longer wait is told on: the platform's number is somebody else's. */
const LONGEST_RETRY_MS = 86_400_000;
/** The connection was never made, so nothing was done. */
const NEVER_CONNECTED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

type Answer = {
  readonly code: number;
  readonly description: string;
  readonly retryAfter?: number;
  readonly newId?: string;
};

/** Whatever telegraf's client threw, as a PlatformFailure whose message never holds the token. */
export function toFailure(error: unknown, method: string, token: string): PlatformFailure {
  if (error instanceof PlatformFailure) return error;
  const answer = answerOf(error);
  const detail = answer
    ? `${answer.code} ${answer.description}`
    : (text(error, "code") ?? text(error, "type") ?? text(error, "name") ?? "no answer");
  const refusal = answer ? refusalOf(answer) : lost(error);
  return new PlatformFailure(refusal, `${method}: ${withoutToken(detail, token)}`);
}

/** The HTTP-like code of Telegram's own answer; undefined when there was none. */
export function answerCode(error: unknown): number | undefined {
  return answerOf(error)?.code;
}

/** Telegram answers 401 to a revoked token and 404 to one that never was. */
export function refusesToken(error: unknown): boolean {
  const code = answerCode(error);
  return code === 401 || code === 404;
}

/** An approval whose answer was lost and that is tried again has reached its goal. */
export function unlessMember(error: unknown): true {
  if (isAlreadyMember(error)) return true;
  throw error;
}

function isAlreadyMember(error: unknown): boolean {
  return /USER_ALREADY_PARTICIPANT/i.test(answerOf(error)?.description ?? "");
}

/** Removes the token and its secret half from a text. */
export function withoutToken(detail: string, token: string): string {
  const secret = token.slice(token.indexOf(":") + 1);
  let clean = detail;
  for (const piece of [token, encodeURIComponent(token), secret]) {
    if (piece !== "") clean = clean.replaceAll(piece, "[token]");
  }
  return clean;
}

function refusalOf({ code, description, retryAfter, newId }: Answer): Refusal {
  if (code === 429) {
    const saidMs = retryAfter === undefined ? DEFAULT_RETRY_MS : retryAfter * 1000;
    const retryAfterMs = Math.min(LONGEST_RETRY_MS, Math.max(0, saidMs));
    return { kind: "rate_limited", retryAfterMs };
  }
  // Polling finds out whether the token is refused for good; until then nothing is lost.
  if (code === 401) return { kind: "offline", delivered: "no" };
  if (code === 413) return { kind: "too_long" };
  if (code >= 500) return { kind: "offline", delivered: "maybe" };
  if (newId !== undefined) return { kind: "gone", newId };
  // A group may take texts but no pictures: that is no loss of rights there.
  if (/send photos|SEND_(PHOTOS|MEDIA)_FORBIDDEN/i.test(description)) {
    return { kind: "unsupported" };
  }
  if (code === 403) return { kind: "forbidden" };
  if (/chat not found|PEER_ID_INVALID|CHANNEL_INVALID/i.test(description)) return { kind: "gone" };
  if (/message is too long|MESSAGE_TOO_LONG/i.test(description)) return { kind: "too_long" };
  if (/not enough rights|have no rights|administrator rights|ADMIN_REQUIRED/i.test(description)) {
    return { kind: "forbidden" };
  }
  return { kind: "unknown", delivered: "no" };
}

function lost(error: unknown): Refusal {
  const never = NEVER_CONNECTED.has(text(error, "code") ?? "");
  return { kind: "offline", delivered: never ? "no" : "maybe" };
}

function answerOf(error: unknown): Answer | undefined {
  const response = field(error, "response");
  const code = field(response, "error_code");
  if (typeof code !== "number") return undefined;
  const parameters = field(response, "parameters");
  const retryAfter = field(parameters, "retry_after");
  const newId = field(parameters, "migrate_to_chat_id");
  return {
    code,
    description: text(response, "description") ?? "",
    ...(typeof retryAfter === "number" ? { retryAfter } : {}),
    ...(typeof newId === "number" || typeof newId === "string" ? { newId: String(newId) } : {}),
  };
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Record<string, unknown>)[key];
}

function text(value: unknown, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === "string" && found !== "" ? found : undefined;
}
