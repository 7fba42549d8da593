import { malformed } from "./refusal.js";

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON, but gives an integer that a double can't hold as the string of its digits, so that
 * ids above 2^53 stay what the sender wrote. @throws SyntaxError as JSON.parse does.
 */
export function parseLossless(text: string): unknown {
  return JSON.parse(
    text.replace(TOKENS, (token, at: number) => {
      if (!/^-?[1-9]\d{15,}$/.test(token) || Number.isSafeInteger(Number(token))) return token;
      // In place of a key a number is an error, and must stay one.
      return /^\s*:/.test(text.slice(at + token.length, at + token.length + 8))
        ? token
        : `"${token}"`;
    }),
  );
}

/** A body as lossless JSON. @throws HookRefusal 400 when it is not UTF-8 or not JSON. */
export function readJson(body: Uint8Array | string): unknown {
  try {
    const text =
      typeof body === "string" ? body : new TextDecoder("utf-8", { fatal: true }).decode(body);
    return parseLossless(text);
  } catch {
    throw malformed();
  }
}
