import { UserError } from "../../core/errors.js";

/** Where wechaty's own packages look, which no longer can: their line is newer than what they ask it for. */
const AUTHORITY = "api.chatie.io";
const ANSWER_MS = 10_000;

/**
 * Where the directory of tokens says that a token is served.
 * @param authority of another directory: a host, or an address that begins with http:// or https://
 * @returns `host:port`
 * @throws UserError WECHAT_TOKEN_UNKNOWN where it says that there is no such token; any other error where it says nothing
 */
export async function endpointOf(token: string, authority = AUTHORITY): Promise<string> {
  const base = /^https?:\/\//.test(authority) ? authority : `https://${authority}`;
  const url = `${base.replace(/\/+$/, "")}/v0/hosties/${encodeURIComponent(token)}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(
    (error: unknown) => {
      // What it says of the address holds the token.
      throw new Error(`the directory of tokens does not answer: ${reasonOf(error)}`);
    },
  );
  if (answer.status >= 400 && answer.status < 500) throw new UserError("WECHAT_TOKEN_UNKNOWN");
  const said: unknown = answer.ok ? await answer.json().catch(() => undefined) : undefined;
  const host = field(said, "host") ?? field(said, "ip");
  const port = field(said, "port");
  if (!/^[\w.-]+$/.test(host ?? "") || !/^\d{1,5}$/.test(port ?? "") || host === "0.0.0.0")
    throw new Error(`the directory of tokens names no service: HTTP ${answer.status}`);
  return `${host}:${port}`;
}

function field(of: unknown, name: string): string | undefined {
  const value: unknown = Reflect.get(Object(of), name);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function reasonOf(error: unknown): string {
  const code: unknown = Reflect.get(Object(Reflect.get(Object(error), "cause")), "code");
  return typeof code === "string" ? code : error instanceof Error ? error.name : "unknown";
}
