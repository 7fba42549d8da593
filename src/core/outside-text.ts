import { seenText, withoutUnseen } from "./text/seen.js";

/** A dot that makes a link of what stands around it; one between two numbers is a decimal point. */
const LINKING_DOT = /(?<=[\p{L}\p{N}])\.(?=\p{L})|(?<=\p{L})\.(?=\p{N})|(?<=\.\d+)\.(?=\d)/gu;
const SCHEME = /:(?=\/\/)/g;
/**
 * A slash before a word is a command that can be tapped, a hash a topic, a dollar a share: at the start and after
 * whatever is no letter, digit or slash. The same signs in full width are none, and read the same.
 */
const TAPPED = /(?<![\p{L}\p{N}_/])[/#$](?=[\p{L}\p{N}_])/gu;
const WIDE: Readonly<Record<string, string>> = { "/": "／", "#": "＃", $: "＄" };

const PATH = "(?::\\d+)?(?:[/?#]\\S*)?";
/** Schemes, mail addresses, numeric addresses and domains; those of other scripts after those in ASCII. */
const LINKS = [
  /[a-z][a-z0-9+.-]*:\/\/\S*/giu,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu,
  new RegExp(`(?<![\\d.])\\d+(?:\\.\\d+){3}${PATH}`, "giu"),
  new RegExp(`(?:[a-z0-9_-]+\\.)+[a-z][a-z0-9-]+${PATH}`, "giu"),
  new RegExp(`(?:[\\p{L}\\p{N}_-]+\\.)+\\p{L}[\\p{L}\\p{N}-]+${PATH}`, "giu"),
];

/**
 * A text from outside made safe to show: one visible line of at most `max` code points that mentions nobody
 * and has nothing to tap, be it a link, a command or a topic. Cleaning it again changes nothing.
 */
export function cleanText(text: string, max: number): string {
  const inert = seenText(text)
    .replaceAll("@", "＠")
    .replace(LINKING_DOT, "·")
    .replace(SCHEME, "：")
    .replace(TAPPED, (sign) => WIDE[sign] ?? sign)
    .trim();
  return [...inert].slice(0, max).join("").trim();
}

/** Controls but for line ends and tabs, what turns the direction of text, line separators, halves of characters. */
const CONTROLS = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Whether a text can move a terminal or turn around what stands beside it. */
export const hasControls = (text: string): boolean => text.search(CONTROLS) >= 0;

/** The text with a sign to be seen where such a character stood. */
export const shownControls = (text: string): string => text.replace(CONTROLS, "\ufffd");

/** A number that can be called: from seven digits on, in whatever groups. */
const PHONE = /(?<![\p{L}\p{N}])[+＋]?\p{Nd}(?:[\s().·-]{0,2}\p{Nd}){6,}/gu;

/** Looking for links takes the square of a text's length. */
const LOOKED_AT = 500;

/**
 * The visible signs of a short text without links, addresses and numbers to call, in whatever width these are
 * written; what is beyond 500 signs is left out.
 */
export function withoutLinks(text: string): string {
  const seen = withoutUnseen(text).slice(0, LOOKED_AT);
  return [...LINKS, PHONE].reduce((left, link) => {
    const cut = [...narrow(left).matchAll(link)].map(({ index, 0: all }) => [index, all.length]);
    return cut.reduceRight(
      (rest, [from = 0, length = 0]) => `${rest.slice(0, from)} ${rest.slice(from + length)}`,
      left,
    );
  }, seen);
}

/** Full-width signs as ASCII, of the same length. */
const narrow = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
