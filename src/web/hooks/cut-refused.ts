import type { IncomingMessage, ServerResponse } from "node:http";

/** So much of a body is still read after its refusal; a sender that hears only later has heard nothing. */
const MOST_BYTES = 2 * 1024 * 1024;
const MOST_MS = 500;

/**
 * A request that is answered before its body has been read: the rest is read and forgotten, so that its sender
 * hears the answer, but not for long; then the connection is cut.
 */
export function cutRefused(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.prependOnceListener("finish", () => {
    if (incoming.complete) return;
    const { socket } = incoming;
    const from = socket.bytesRead;
    const timer = setTimeout(() => socket.destroy(), MOST_MS);
    incoming.once("close", () => clearTimeout(timer));
    incoming.on("data", () => {
      if (socket.bytesRead - from > MOST_BYTES) socket.destroy();
    });
    // Now it counts as being read; else Node reads whatever comes, and nobody hears of it.
    incoming.read(0);
    incoming.resume();
  });
}
