/**
 * Loaded into the bot's process by NODE_OPTIONS: tells whoever asks at a socket what the process has taken so far.
 * It adds nothing else to it, and keeps it from ending by nothing.
 */
import { createServer } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");
const server = createServer((socket) => {
  socket.once("data", (asked) => {
    if (String(asked) === "memory") {
      gc();
      gc();
    }
    const { user, system } = process.cpuUsage();
    socket.end(JSON.stringify({ ...process.memoryUsage(), cpuMs: (user + system) / 1_000 }));
  });
});
server.listen(process.env.TORTURE_PROBE);
server.unref();
