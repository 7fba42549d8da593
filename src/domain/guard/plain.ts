/** Traditional forms of the signs that the phrases below are made of. */
const TRADITIONAL = "機嗎還訂發別請這個們妳麼閱擾煩謝廣";
const SIMPLIFIED = "机吗还订发别请这个们你么阅扰烦谢广";

/** A message as the phrases know it: one script, one width, small letters, no space or mark at its ends. */
export const plain = (text: string): string =>
  [...text.normalize("NFKC").toLowerCase()]
    .map((sign) => SIMPLIFIED[TRADITIONAL.indexOf(sign)] ?? sign)
    .join("")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
