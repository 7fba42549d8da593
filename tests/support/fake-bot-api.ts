import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { createFaults, type FaultKind, goWrong } from "./fake-bot-api-faults.js";
import { answer, type Body, cut, form, refuse } from "./fake-bot-api-http.js";
import { conflict, FakeRefusal } from "./fake-bot-api-refusal.js";
import { FakeTelegram, type FakeUser, type SentMessage } from "./fake-bot-api-state.js";

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

type Poll = { readonly body: Body; readonly end: (conflict: boolean) => void };

/** A running fake of Telegram's Bot API. */
export type FakeBotApi = Awaited<ReturnType<typeof startFakeBotApi>>;

/** Starts a fake of Telegram's Bot API on this machine. */
export async function startFakeBotApi(options: FakeBotApiOptions = {}) {
  const botId = Number.parseInt(options.token ?? "", 10) || 42;
  const state = new FakeTelegram(botId, options.flood ?? false, options.privacy ?? false);
  const faults = createFaults();
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
    const file = /^\/file\/bot([^/]+)\/photos\/([\w-]+)\.jpg$/.exec(path);
    if (file && (options.token ?? file[1]) === decodeURIComponent(file[1] ?? "")) {
      response.writeHead(200).end(state.file(file[2] ?? ""));
      return;
    }
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
    const fault = faults.next(method, Number(body.chat_id));
    if (fault && !goWrong(fault, response)) return;
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
      case "getChatMember":
        return { user: state.bot, status: state.statusOf(chat) };
      case "getChatMemberCount":
        return state.count(chat);
      case "createChatInviteLink":
        return state.link(
          chat,
          body.name === undefined ? undefined : String(body.name),
          body.creates_join_request === true,
        );
      case "getFile": {
        const id = String(body.file_id);
        const { length: file_size } = state.file(id);
        return { file_id: id, file_unique_id: "l", file_size, file_path: `photos/${id}.jpg` };
      }
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
    join: (chat: number, user: number, name: string, link?: string) =>
      state.join(chat, person(user, name), link === undefined ? undefined : state.linkAt(link)),
    leave: (chat: number, user: number, name = "") => state.leave(chat, person(user, name)),
    /** @param link by which they ask; of one that is none's nobody is told */
    requestJoin: (chat: number, user: number, name: string, link?: string) =>
      state.requestJoin(
        chat,
        person(user, name),
        link === undefined ? undefined : state.linkAt(link),
      ),
    knowsLink: (link: string): boolean => state.knowsLink(link),
    /** Another admin makes a link. @returns its address */
    othersLink: (chat: number, name: string): string =>
      state.link(chat, name, true, person(77, "another admin")).invite_link,
    /** Somebody sends a photo, in private unless a chat is named. */
    sendPhoto: (user: number, name: string, caption: string, bytes: Buffer, chat?: number) => {
      const part = { photo: state.photo(bytes), text: undefined, caption };
      state.say(chat ?? user, person(user, name), "", { direct: chat === undefined, part });
    },
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
      faults.add(method, { kind, left: times, retryAfter, chat });
    },
    /** How many calls are still to go wrong. */
    faults: faults.left,
    /** Nothing goes wrong any more. */
    mend: faults.clear,
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
