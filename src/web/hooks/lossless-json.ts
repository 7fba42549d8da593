import { forged, malformed } from "./refusal.js";

/** The strings and numbers of valid JSON; on anything else it would look for a string's end again and again. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON, but gives an integer that a double can't hold as the string of its digits, so that
 * ids above 2^53 stay what the sender wrote. Takes time in proportion to the text's length, whatever
 * the text is. @throws SyntaxError as JSON.parse does.
 */
export function parseLossless(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!/\d{16}/.test(text)) return value;
  return JSON.parse(text.replace(TOKENS, (token) => (isHeld(token) ? token : `"${token}"`)));
}

const isHeld = (token: string): boolean =>
  !/^-?[1-9]\d{15,}$/.test(token) || Number.isSafeInteger(Number(token));

const readText = (body: Uint8Array) => new TextDecoder("utf-8", { fatal: true }).decode(body);

/** A body as lossless JSON. @throws HookRefusal 400 when it is not UTF-8 or not JSON. */
export function readJson(body: Uint8Array | string): unknown {
  try {
    return parseLossless(typeof body === "string" ? body : readText(body));
  } catch {
    throw malformed();
  }
}

/** How many values an envelope may have; those of the senders have about a dozen. */
const MOST_VALUES = 64;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const OPENING = 0x7b;

/**
 * JSON that has to be read to find its signature: a few values with the message among them, as a text.
 * Nothing else is parsed for somebody who may be anybody, since deep or broad JSON costs most; and large integers
 * are not kept, since looking for them costs as much again.
 * @throws HookRefusal 401, since no sender signs anything else.
 */
export function readEnvelope(body: Uint8Array): unknown {
  if (valuesIn(body) > MOST_VALUES) throw forged();
  try {
    return JSON.parse(readText(body));
  } catch {
    throw forged();
  }
}

/** After so many bytes of a string without a mark the next quote is looked for at once, which is faster by then. */
const LONG = 64;

/** How many values begin outside of strings, if the body is a JSON object; counted no further than needed. */
function valuesIn(body: Uint8Array): number {
  if (body[0] !== OPENING) return Number.POSITIVE_INFINITY;
  let values = 1;
  let inString = false;
  let mark = 0;
  for (let i = 0; i < body.length && values <= MOST_VALUES; i++) {
    if (inString && i - mark > LONG) i = escapedOrEnd(body, i);
    const char = body[i];
    if (char === BACKSLASH) mark = ++i;
    else if (char === QUOTE) {
      inString = !inString;
      mark = i;
    } else if (!inString && (char === COMMA || char === BRACKET || char === OPENING)) values++;
  }
  return values;
}

/** Where the next quote is, or the backslash that escapes it; `from` is in a string, and not escaped itself. */
function escapedOrEnd(body: Uint8Array, from: number): number {
  const quote = body.indexOf(QUOTE, from);
  if (quote < 0) return body.length;
  let first = quote;
  while (first > from && body[first - 1] === BACKSLASH) first--;
  return (quote - first) % 2 === 0 ? quote : quote - 1;
}
