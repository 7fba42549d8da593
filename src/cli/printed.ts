import { UserError } from "../core/errors.js";

let failed: NodeJS.ErrnoException | undefined;

/** From now on a stream that can't be written ends nothing by itself: what has begun is done, and then told. */
export function heedPrinting(): void {
  process.stdout.on("error", (error) => {
    failed ??= error;
  });
  process.stderr.on("error", () => {});
}

/**
 * Waits until what was printed has arrived. Who reads no further, as `head` does, has lost nothing.
 * @throws UserError OUTPUT_LOST when it has not arrived
 */
export async function whenPrinted(): Promise<void> {
  await new Promise((next) => setImmediate(next));
  if (failed && failed.code !== "EPIPE")
    throw new UserError("OUTPUT_LOST", { reason: failed.code ?? failed.message });
}
