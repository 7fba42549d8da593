import { PlatformFailure } from "../../core/errors.js";
import type { ShimSignal } from "./within.js";

type File = {
  readonly token: string;
  readonly apiRoot: string | undefined;
  /** As `getFile` says. */
  readonly path: string | undefined;
  /** How many bytes it may have. */
  readonly most: number;
};

/**
 * A file that somebody sent (https://core.telegram.org/bots/api#file). Its address holds the token, which no
 * error of this function does.
 * @throws PlatformFailure `too_long` for one of too many bytes, else `unknown`
 */
export async function fetchFile(file: File, signal: ShimSignal): Promise<Uint8Array> {
  const { token, apiRoot = "https://api.telegram.org", path, most } = file;
  const steps = path?.split("/") ?? [];
  if (steps.length === 0 || steps.some((step) => step === "" || step === "." || step === ".."))
    throw refused("no file");
  const address = new URL(`/file/bot${token}/${steps.map(encodeURIComponent).join("/")}`, apiRoot);
  // Node's own signal, in the dress that telegraf's types want.
  const answer = await fetch(address, { signal: signal as unknown as AbortSignal });
  if (!answer.ok) throw refused(String(answer.status));
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > most) throw new PlatformFailure({ kind: "too_long" }, "the file is too large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const refused = (why: string) =>
  new PlatformFailure({ kind: "unknown", delivered: "no" }, `the file can't be fetched: ${why}`);
