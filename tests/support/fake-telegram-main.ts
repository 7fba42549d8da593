import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { startFakeBotApi } from "./fake-bot-api.js";
import { FAULT_KINDS } from "./fake-bot-api-faults.js";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8081" },
    token: { type: "string" },
    flood: { type: "boolean", default: false },
    privacy: { type: "boolean", default: false },
  },
});
const names = new Map<number, string>();

/** A number is its own id; a name has an id that stays the same from run to run. */
function userId(name: string): number {
  const id = /^\d+$/.test(name)
    ? Number(name)
    : 1_000_000 + createHash("sha256").update(name).digest().readUInt32BE(0);
  names.set(id, name);
  return id;
}

/** Does what a line says; false when it can't be read. */
function obey(line: string): boolean {
  const bot = /^bot (added|demoted|removed) (-\d+)(?: (.*))?$/.exec(line);
  if (bot) {
    const status = { added: "administrator", demoted: "member", removed: "left" } as const;
    fake.addBot(Number(bot[2]), bot[3] ?? "", status[bot[1] as keyof typeof status]);
    return true;
  }
  const moved = /^(-\d+) becomes (-\d+)$/.exec(line);
  if (moved) {
    fake.migrate(Number(moved[1]), Number(moved[2]));
    return true;
  }
  if (line === "mend") {
    fake.mend();
    return true;
  }
  const fault = /^fault (\w+) (\w+)(?: (\d+))?$/.exec(line);
  if (fault) {
    const [, method = "", name, times] = fault;
    const kind = FAULT_KINDS.find((known) => known === name);
    if (kind) fake.fault(method, kind, Number(times ?? 1));
    return kind !== undefined;
  }
  const deed = /^(\S+) (joins|leaves|asks) (-\d+)(?: (https:\S+))?$/.exec(line);
  if (deed) {
    const [, name = "", verb, chat, link] = deed;
    if (link !== undefined && !fake.knowsLink(link)) return false;
    const act = { joins: fake.join, leaves: fake.leave, asks: fake.requestJoin };
    act[verb as keyof typeof act](Number(chat), userId(name), name, link);
    return true;
  }
  const said = /^([^\s@:]+)(?:@(-\d+))?: ?(.*)$/s.exec(line);
  if (!said) return false;
  const [, name = "", chat, text = ""] = said;
  const user = userId(name);
  fake.say(chat === undefined ? user : Number(chat), user, name, text, chat === undefined);
  return true;
}

/**
 * Lines to obey; what was sent from the nth on; how many updates nobody has confirmed, how many calls are
 * still to go wrong; who is in a chat.
 */
function control(path: string, body: string, response: ServerResponse): boolean {
  const answer = (status: number, value: unknown) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    return true;
  };
  const { pathname, searchParams } = new URL(path, "http://fake");
  if (pathname === "/control/sent") {
    return answer(200, fake.sent.slice(Number(searchParams.get("from") ?? 0)));
  }
  if (pathname === "/control/pending") return answer(200, fake.pending().length);
  if (pathname === "/control/faults") return answer(200, fake.faults());
  if (pathname === "/control/members") {
    return answer(200, fake.members(Number(searchParams.get("chat"))));
  }
  if (pathname !== "/control") return false;
  const { line, lines = [line] } = JSON.parse(body) as {
    readonly line?: unknown;
    readonly lines?: readonly unknown[];
  };
  const ok = lines.map((one) => typeof one === "string" && obey(one)).every(Boolean);
  return answer(ok ? 200 : 400, { ok });
}

const port = Number(values.port);
const fake = await startFakeBotApi({
  port,
  flood: values.flood,
  privacy: values.privacy,
  ...(values.token === undefined ? {} : { token: values.token }),
  control,
  onSent: ({ chat_id, text }) => {
    process.stdout.write(`bot@${names.get(chat_id) ?? chat_id}: ${text}\n`);
  },
}).catch(({ code }: NodeJS.ErrnoException) => {
  const why = code === "EADDRINUSE" ? "is in use" : "can't be opened";
  process.stderr.write(`Port ${values.port} ${why}; choose another with --port.\n`);
  process.exit(2);
});
process.stdout.write(`${fake.url}\n`);
createInterface({ input: process.stdin }).on("line", (line) => {
  if (line.trim() !== "" && !obey(line.trim())) process.stderr.write(`? ${line}\n`);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void fake.stop().then(() => process.exit(0)));
}
