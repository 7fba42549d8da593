import { inspect, stripVTControlCharacters } from "node:util";
import { stdSerializers } from "pino";
import { withoutToken } from "../platform/telegram/failures.js";
import type { Logger } from "./log.js";

/**
 * From now on the log alone writes: what libraries print, Node's warnings, and the error that ends the process
 * with 1, each as one entry. No entry holds one of the `tokens`.
 */
export function logProcess(logger: Logger, tokens: readonly string[]): void {
  const clean = (text: string) => tokens.reduce(withoutToken, stripVTControlCharacters(text));
  const err = (error: Error) => {
    const { type, message, stack } = stdSerializers.err(error);
    return { type, message: clean(message), stack: clean(stack) };
  };
  const log = logger.child({}, { serializers: { err } });
  process.stdout.write = writeTo((text) => log.info(clean(text)));
  process.stderr.write = writeTo((text) => log.warn(clean(text)));
  // Node's own listener writes past both.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => log.warn({ err: warning }, "Node warns"));
  process.on("uncaughtException", (thrown: unknown) => {
    const error = thrown instanceof Error ? thrown : new Error(inspect(thrown));
    log.fatal({ err: error }, "a bug ended the program");
    process.exit(1);
  });
}

type Write = typeof process.stdout.write;

function writeTo(tell: (text: string) => void): Write {
  return (chunk: Uint8Array | string, ...rest: readonly unknown[]) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    if (text.trim() !== "") tell(text.trimEnd());
    const done = rest.at(-1);
    if (typeof done === "function") done();
    return true;
  };
}
