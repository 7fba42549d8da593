import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { log } from "wechaty-puppet";
import { startControl } from "./control.js";
import { doDeed } from "./deeds.js";
import { readLine } from "./lines.js";

const { values } = parseArgs({
  options: {
    /** Where the puppet's clients come to. */
    port: { type: "string", default: "8788" },
    /** Where the control port is. */
    control: { type: "string", default: "8789" },
    /** Opens no world: whoever started it does, over the control port. */
    empty: { type: "boolean", default: false },
    state: { type: "string" },
    token: { type: "string", default: "insecure_fake" },
    /** Nobody is logged in at first: a code waits to be scanned. */
    scan: { type: "boolean", default: false },
  },
});
const CODE_EVERY_MS = 1_000;
log.level("silent");
const say = (line: string) => process.stdout.write(`${line}\n`);

const control = await startControl(Number(values.control)).catch(unusable(values.control));
say(`control ${control.url}`);
if (!values.empty) {
  const { state, token: asked, scan } = values;
  const options = { port: Number(values.port), state, token: asked, settings: { loggedIn: !scan } };
  const { endpoint, token } = await control.open(options).catch(unusable(values.port));
  say(`endpoint ${endpoint}`);
  say(`token ${token}`);
  const { puppet, world } = control.serviceOf("1");
  let shown = world.state.sent.length;
  // As puppets do, until somebody scans it: whoever comes later sees it too.
  const showCode = () => puppet.isLoggedIn || puppet.asksForScan();
  setInterval(showCode, CODE_EVERY_MS).unref();
  const keep = puppet.onTold;
  puppet.onTold = () => {
    keep();
    for (; shown < world.state.sent.length; shown++) {
      const { to = "", text = "", image } = world.state.sent[shown] ?? {};
      const name = world.state.rooms[to]?.topic ?? world.state.people[to]?.name ?? to;
      say(`bot@${name}: ${image === undefined ? text : "[picture]"}`);
    }
  };
}

const input = createInterface({ input: process.stdin });
input.on("line", (line) => {
  if (line.trim() === "") return;
  const deed = readLine(line.trim());
  const done = deed && !values.empty ? doDeed(control.serviceOf("1"), deed) : undefined;
  if (!done) return void process.stderr.write(`? ${line}\n`);
  done.catch((error: Error) => process.stderr.write(`? ${line}: ${error.message}\n`));
});
const end = () => void control.close().then(() => process.exit(0));
// Whoever started it is gone.
if (values.empty) input.on("close", end);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);

function unusable(port: string) {
  return ({ code }: NodeJS.ErrnoException): never => {
    const why = code === "EADDRINUSE" ? "is in use" : "can't be opened";
    process.stderr.write(`Port ${port} ${why}; choose another with --port and --control.\n`);
    process.exit(2);
  };
}
