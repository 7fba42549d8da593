import pairs from "opencc-js/dict/TSCharacters";

/** By a sign's code the code of its simplified form; 0 where it has none. */
let forms: Uint16Array | undefined;

/** Signs alone, not words: what is compared must be equal, it need not be how anybody would write it. */
function formsOf(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (const pair of pairs.split("|")) {
    const [from = "", to = ""] = pair.split(" ");
    // One unit each, so that a text is as long as before.
    if (from.length === 1 && to.length === 1) table[from.charCodeAt(0)] = to.charCodeAt(0);
  }
  return table;
}

const HAN_FROM = 0x3400;

/** The text in simplified signs, each for itself: `退訂` is `退订`. As long as before. */
export function simplified(text: string): string {
  forms ??= formsOf();
  let out = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const form = code < HAN_FROM ? 0 : (forms[code] ?? 0);
    if (form === 0) continue;
    out += text.slice(from, at) + String.fromCharCode(form);
    from = at + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}
