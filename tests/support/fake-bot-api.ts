import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import {
  FakeRefusal,
  FakeTelegram,
  type FakeUser,
  type SentMessage,
} from "./fake-bot-api-state.js";

/**
 * What goes wrong: `lost` does the deed and then breaks the connection, `silent` does it and never answers,
 * `cut` breaks it in the middle of the answer.
 */
export const FAULT_KINDS = [
  "html502",
  "html200",
  "hang",
  "reset",
  "conflict",
  "unauthorised",
  "not_found",
  "nothing",
  "null_update",
  "null_among_them",
  "no_list",
  "rate_limited",
  "internal",
  "topic_closed",
  "withdrawn",
  "no_rights",
  "no_photos",
  "lost",
  "silent",
  "cut",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How a fake is started; without a token it takes any. */
export type FakeBotApiOptions = {
  readonly port?: number;
  readonly token?: string;
  readonly flood?: boolean;
  /** The bot is in privacy mode. */
  readonly privacy?: boolean;
  readonly onSent?: (sent: SentMessage) => void;
  /** Answers what is not the Bot API; true when it did. */
  readonly control?: (path: string, body: string, response: ServerResponse) => boolean;
};

type Body = Readonly<Record<string, unknown>>;
type Fault = {
  readonly kind: FaultKind;
  left: number;
  readonly retryAfter: number;
  readonly chat?: number | undefined;
};
type Poll = { readonly body: Body; readonly end: (conflict: boolean) => void };

/** A running fake of Telegram's Bot API. */
export type FakeBotApi = Awaited<ReturnType<typeof startFakeBotApi>>;

/** Starts a fake of Telegram's Bot API on this machine. */
export async function startFakeBotApi(options: FakeBotApiOptions = {}) {
  const botId = Number.parseInt(options.token ?? "", 10) || 42;
  const state = new FakeTelegram(botId, options.flood ?? false, options.privacy ?? false);
  const faults = new Map<string, Fault[]>();
  const calls: { method: string; body: Body }[] = [];
  let waiting: Poll | undefined;
  state.onUpdate = () => waiting?.end(false);

  // A test that computes for seconds must not find its idle connections closed.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (error instanceof FakeRefusal) refuse(response, error);
      else refuse(response, new FakeRefusal(400, `Bad Request: ${String(error)}`));
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request);
    const text = bytes.toString("utf8");
    const path = request.url ?? "/";
    const match = /^\/bot([^/]+)\/(\w+)$/.exec(path);
    if (!match) {
      if (options.control?.(path, text, response)) return;
      throw new FakeRefusal(404, "Not Found");
    }
    const [, token, method = ""] = match;
    const type = request.headers["content-type"] ?? "";
    const body = type.startsWith("multipart/")
      ? await form(bytes, type)
      : ((text === "" ? {} : JSON.parse(text)) as Body);
    calls.push({ method, body });
    if (options.token !== undefined && decodeURIComponent(token ?? "") !== options.token) {
      throw new FakeRefusal(401, "Unauthorized");
    }
    const fault = nextFault(method, Number(body.chat_id));
    if (fault && !(await goOn(fault, request, response))) return;
    const result = method === "getUpdates" ? await poll(body, request) : act(method, body);
    if (fault?.kind === "null_among_them" && Array.isArray(result)) {
      answer(response, 200, { ok: true, result: [null, ...result, "?"] });
      return;
    }
    if (fault?.kind === "silent") return;
    if (fault?.kind === "cut") await cut(response, { ok: true, result });
    if (fault) request.socket.destroy();
    else answer(response, 200, { ok: true, result });
  }

  function nextFault(method: string, at: number): Fault | undefined {
    const fault = faults
      .get(method)
      ?.find(({ left, chat }) => left > 0 && (chat === undefined || chat === at));
    if (fault) fault.left -= 1;
    return fault;
  }

  /** False when the fault has taken the place of an answer. */
  async function goOn(
    fault: Fault,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<boolean> {
    switch (fault.kind) {
      case "html502":
        response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
        return false;
      case "html200":
        response.writeHead(200, { "content-type": "text/html" }).end("<h1>Log in</h1>");
        return false;
      case "hang":
        return false;
      case "reset":
        request.socket.resetAndDestroy();
        return false;
      case "conflict":
        throw conflict();
      case "unauthorised":
        throw new FakeRefusal(401, "Unauthorized");
      case "not_found":
        throw new FakeRefusal(404, "Not Found");
      case "nothing":
      case "null_update":
      case "no_list": {
        const result = { nothing: [], null_update: [null], no_list: {} }[fault.kind];
        answer(response, 200, { ok: true, result });
        return false;
      }
      case "rate_limited":
        throw new FakeRefusal(429, "Too Many Requests", { retry_after: fault.retryAfter });
      case "internal":
        throw new FakeRefusal(500, "Internal Server Error");
      case "topic_closed":
        throw new FakeRefusal(400, "Bad Request: TOPIC_CLOSED");
      case "withdrawn":
        throw new FakeRefusal(400, "Bad Request: HIDE_REQUESTER_MISSING");
      case "no_rights":
        throw new FakeRefusal(400, "Bad Request: not enough rights");
      case "no_photos":
        throw new FakeRefusal(400, "Bad Request: not enough rights to send photos to the chat");
      case "lost":
      case "silent":
      case "cut":
      case "null_among_them":
        return true;
    }
  }

  async function poll(body: Body, request: IncomingMessage): Promise<readonly object[]> {
    waiting?.end(true);
    const take = () =>
      state.updates(Number(body.offset ?? 0), Number(body.limit ?? 100), body.allowed_updates);
    const deadline = Date.now() + Number(body.timeout ?? 0) * 1000;
    for (;;) {
      const updates = take();
      const left = deadline - Date.now();
      if (updates.length > 0 || left <= 0) return updates;
      await new Promise<void>((resolve, reject) => {
        const gone = () => mine.end(true);
        const mine: Poll = {
          body,
          end(refused) {
            clearTimeout(timer);
            request.socket.off("close", gone);
            if (waiting === mine) waiting = undefined;
            if (refused) reject(conflict());
            else resolve();
          },
        };
        const timer = setTimeout(() => mine.end(false), left);
        waiting = mine;
        request.socket.once("close", gone);
      });
    }
  }

  function act(method: string, body: Body): unknown {
    const chat = Number(body.chat_id);
    const user = Number(body.user_id);
    switch (method) {
      case "getMe":
        return { ...state.bot, can_read_all_group_messages: options.privacy !== true };
      case "deleteWebhook":
        return true;
      case "sendMessage":
      case "sendPhoto": {
        const message =
          method === "sendPhoto"
            ? state.sendPhoto(chat, body.photo)
            : state.send(chat, String(body.text ?? ""), threadOf(body));
        const sent = state.sent.at(-1);
        if (sent) options.onSent?.(sent);
        return message;
      }
      case "getChatMemberCount":
        return state.count(chat);
      case "createChatInviteLink":
        return {
          invite_link: state.link(chat),
          creator: state.bot,
          creates_join_request: body.creates_join_request === true,
          is_primary: false,
          is_revoked: false,
        };
      case "approveChatJoinRequest":
        state.approve(chat, user);
        return true;
      case "declineChatJoinRequest":
        state.decline(chat, user);
        return true;
      default:
        throw new FakeRefusal(404, "Not Found: method not found");
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    /** What the bot has sent, oldest first. */
    sent: state.sent as readonly SentMessage[],
    /** Updates that nobody has confirmed yet, oldest first. */
    pending: state.pending,
    /** Every call, oldest first. */
    calls: calls as readonly { readonly method: string; readonly body: Body }[],
    join: (chat: number, user: number, name: string) => state.join(chat, person(user, name)),
    leave: (chat: number, user: number, name = "") => state.leave(chat, person(user, name)),
    requestJoin: (chat: number, user: number, name: string) =>
      state.requestJoin(chat, person(user, name)),
    say: (chat: number, user: number, name: string, text: string, direct = false) => {
      state.say(chat, person(user, name), text, { direct });
    },
    /** Somebody's message with more than its text. @returns its id */
    post: (chat: number, user: FakeUser, text: string, part: object = {}): number =>
      state.say(chat, user, text, { part }),
    edit: (chat: number, user: FakeUser, id: number, text: string, part: object = {}) =>
      state.edit(chat, user, { message_id: id, text, ...part }),
    /** The fake's messages have the time of this clock. */
    tellTimeBy: (now: () => number) => {
      state.now = now;
    },
    addBot: (
      chat: number,
      title: string,
      status: "administrator" | "member" | "left" = "administrator",
    ) => state.addBot(chat, title, status),
    migrate: (chat: number, newId: number) => state.migrate(chat, newId),
    /** Who is in a chat, the bot not counted. */
    members: (chat: number) => [...state.chat(chat).members.keys()],
    /** Makes the next `times` calls of a method go wrong, in one chat when given. */
    fault: (method: string, kind: FaultKind, times = 1, retryAfter = 1, chat?: number) => {
      const fault = { kind, left: times, retryAfter, chat };
      faults.set(method, [...(faults.get(method) ?? []), fault]);
    },
    /** How many calls are still to go wrong. */
    faults: () => [...faults.values()].flat().reduce((sum, { left }) => sum + left, 0),
    /** Nothing goes wrong any more. */
    mend: () => faults.clear(),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function person(id: number, name: string): FakeUser {
  return { id, is_bot: false, first_name: name };
}

const threadOf = ({ message_thread_id: id }: Body): number | undefined =>
  id === undefined ? undefined : Number(id);

function conflict(): FakeRefusal {
  return new FakeRefusal(409, "Conflict: terminated by other getUpdates request");
}

function refuse(response: ServerResponse, { code, message, parameters }: FakeRefusal): void {
  answer(response, code, { ok: false, error_code: code, description: message, parameters });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** All but the last byte of an answer. */
async function cut(response: ServerResponse, body: object): Promise<void> {
  const text = JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  await new Promise<unknown>((sent) =>
    response.writeHead(200, headers).write(Buffer.from(text).subarray(0, -1), sent),
  );
}

/** A form's fields; a file as its bytes. */
async function form(bytes: Buffer, type: string): Promise<Body> {
  const fields = await new Response(new Uint8Array(bytes), {
    headers: { "content-type": type },
  }).formData();
  const read = [...fields].map(async ([key, value]) => [
    key,
    typeof value === "string" ? value : Buffer.from(await value.arrayBuffer()),
  ]);
  return Object.fromEntries(await Promise.all(read)) as Body;
}
