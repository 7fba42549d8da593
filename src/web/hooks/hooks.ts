import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { textsBeside } from "../../core/i18n.js";
import { createAllowance } from "./allowance.js";
import type { WebDeps } from "./deps.js";
import type { Hook, HookSecret, Received } from "./hook.js";
import { MAX_BYTES, receive, SMALL_BYTES } from "./receive.js";
import { HookRefusal } from "./refusal.js";
import { echoWechatShop } from "./sources/wechat-shop.js";

const text = textsBeside(import.meta.url);

const PATH = "/:client/:source";

/** What is known of a request once its source is found. */
type Env = { Variables: { readonly secret: HookSecret } };

/**
 * Order webhooks: verify, decode, store, answer. Answers: 200 in the sender's words; 400 malformed;
 * 401 forged; 404 no such source; 409 replayed; 413 too large; 415 not JSON; 429 too many large ones
 * that nobody signed, send again; 503 not stored, of a client that isn't in use now, or signed at a time that isn't
 * now, send again.
 */
export function createHooks(deps: WebDeps): Hono<Env> {
  const hooks = new Hono<Env>();
  const allowance = createAllowance(deps.ticks ?? (() => performance.now()));

  hooks.use(PATH, async (c, next) => {
    const secret = secretOf(c, deps);
    if (!secret) {
      const isAwaited = deps.isAwaited?.(names(c).client) ?? false;
      return isAwaited
        ? refuse(c, deps, 503, "NOT_STORED")
        : refuse(c, deps, 404, "UNKNOWN_SOURCE");
    }
    c.set("secret", secret);
    if ((toldLength(c) ?? Infinity) <= SMALL_BYTES) return next();
    const { client, source } = names(c);
    const asked = `${client}/${source}`;
    const waitMs = allowance.take(asked);
    if (waitMs > 0) return refuse(c, deps, 429, "TOO_MANY", waitMs);
    await next();
    if (ITS_SENDERS.includes(c.res.status)) allowance.giveBack(asked);
  });

  hooks.get(PATH, (c) => {
    const { secret } = c.var;
    if (secret.kind !== "wechat-shop") return refuse(c, deps, 404, "UNKNOWN_SOURCE");
    return guarded(c, deps, async () =>
      c.text(echoWechatShop(hookOf(c, deps, new Uint8Array()), secret)),
    );
  });

  hooks.post(
    PATH,
    (c, next) => {
      const most = MAX_BYTES[c.var.secret.kind];
      const onError = () => refuse(c, deps, 413, "TOO_LARGE");
      const told = toldLength(c);
      if (told === undefined) return untoldLimit(most, onError)(c, next);
      return told > most ? onError() : next();
    },
    async (c) => {
      // Outside the guard: the limit shows itself as an error of this read.
      const body = new Uint8Array(await c.req.arrayBuffer());
      return guarded(c, deps, async () =>
        store(c, deps, receive(hookOf(c, deps, body), c.var.secret)),
      );
    },
  );
  return hooks;
}

/** Shops tell a body's length; one that comes in pieces of any size costs several times as much to read. */
const MOST_UNTOLD_BYTES = 64 * 1024;
const untoldLimit = (most: number, onError: () => Response) =>
  bodyLimit({ maxSize: Math.min(most, MOST_UNTOLD_BYTES), onError });

/** How long a body is by its header, which Node holds it to. */
function toldLength(c: Context): number | undefined {
  const length = c.req.header("content-length");
  return length === undefined || c.req.header("transfer-encoding") ? undefined : Number(length);
}

/** Answers that only its sender gets; the others may go to anybody. */
const ITS_SENDERS: readonly number[] = [200, 400, 409, 503];

async function store(c: Context, deps: WebDeps, received: Received): Promise<Response> {
  const { told, once, reply } = received;
  if (told) {
    const { client, source } = names(c);
    const outcome = await inTime(
      deps.accept(client, source, told.notice, once),
      deps.acceptMs ?? 4000,
    );
    if (outcome === "late") return refuse(c, deps, 503, "NOT_STORED");
    if (outcome === "replayed") return refuse(c, deps, 409, "REPLAYED");
  }
  return c.body(reply.text, 200, { "content-type": `${reply.type}; charset=utf-8` });
}

/** Answers a refusal as such, and any other error as 503, for the sender to try again. */
async function guarded(c: Context, deps: WebDeps, run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof HookRefusal) return refuse(c, deps, error.status, error.code);
    return refuse(c, deps, 503, "NOT_STORED");
  }
}

type Status = 400 | 401 | 404 | 409 | 413 | 415 | 429 | 503;

/** A refusal that is to be tried again says when. */
function refuse(
  c: Context,
  deps: WebDeps,
  ...[status, code, waitMs = RETRY_MS]: [status: Status, code: string, waitMs?: number]
): Response {
  // Who set up the shop can mend this one.
  const message = code === "XML" ? { message: text(deps.lang ?? "zh-CN", "XML") } : {};
  deps.onRefused?.({ ...names(c), status, code, ...message });
  if (status === 429 || status === 503) c.header("retry-after", String(Math.ceil(waitMs / 1000)));
  return c.json({ ok: false, code, ...message }, status);
}

const RETRY_MS = 60_000;

const names = (c: Context) => ({
  client: c.req.param("client") ?? "",
  source: c.req.param("source") ?? "",
});

function secretOf(c: Context, deps: WebDeps): HookSecret | undefined {
  const { client, source } = names(c);
  return deps.secrets(client, source);
}

function hookOf(c: Context, deps: WebDeps, body: Uint8Array): Hook {
  const { client, source } = names(c);
  return {
    source,
    body,
    header: (name) => c.req.header(name),
    query: (name) => c.req.query(name),
    now: deps.now(),
    hashPhone: (phone) => deps.hashPhone(client, phone),
  };
}

/** The result, or `late` when it takes longer; what is stored late is stored all the same. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
