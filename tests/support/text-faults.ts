import { langs } from "../../src/core/i18n.js";
import type { Asked, AskedTexts } from "./asked-texts.js";
import { slotsOf, type TextFolder } from "./text-files.js";

/** Error codes and the notes of platforms: whoever shows them looks them up by the code they were handed. */
const isCode = (key: string): boolean => /^[A-Z][A-Z0-9_]+$/.test(key);

const keysOf = ({ texts }: TextFolder): string[] => [
  ...new Set(langs.flatMap((lang) => Object.keys(texts[lang]))),
];

/** Keys that only one language has. */
export const oneSided = (folders: readonly TextFolder[]): string[] =>
  folders.flatMap((folder) =>
    keysOf(folder).flatMap((key) =>
      langs.flatMap((lang) =>
        typeof folder.texts[lang][key] === "string"
          ? []
          : [`${folder.path} ${key}: not in ${lang}`],
      ),
    ),
  );

/** Messages that are no ICU messages, or whose slots differ between the languages. */
export const differingSlots = (folders: readonly TextFolder[]): string[] =>
  folders.flatMap((folder) =>
    keysOf(folder).flatMap((key) => {
      const slots = langs.map((lang) => {
        try {
          return slotsOf(folder.texts[lang][key] ?? "", lang).join(", ");
        } catch (error) {
          return `${lang}: ${error}`;
        }
      });
      return new Set(slots).size === 1 ? [] : [`${folder.path} ${key}: ${slots.join(" | ")}`];
    }),
  );

const FINDINGS = "playbook/findings";

/** Calls whose key no text has, or can't be told from its type. */
export const unknownKeys = (folders: readonly TextFolder[], { texts }: AskedTexts): string[] =>
  texts.flatMap(({ at, folder, keys }) => {
    if (!keys) return [`${at}: the key is no list of literals`];
    const known = folders.find(({ path }) => path === folder);
    return keys.flatMap((key) =>
      // Not every finding has a fix or tells of others, and who tells it looks first.
      (known && keysOf(known).includes(key)) || (folder === FINDINGS && /\.(fix|apart)$/.test(key))
        ? []
        : [`${at}: no ${key} in ${folder}`],
    );
  });

/** Errors without a sentence; a table in TypeScript is one too, until it has moved. */
export function unsaidErrors(folders: readonly TextFolder[], asked: AskedTexts): string[] {
  const said = new Set([...folders.flatMap(keysOf), ...asked.properties]);
  return asked.errors.flatMap(({ at, keys = [] }) =>
    keys.flatMap((code) => (said.has(code) ? [] : [`${at}: no sentence for ${code}`])),
  );
}

/** Texts that nothing asks for. */
export function unusedKeys(folders: readonly TextFolder[], asked: AskedTexts): string[] {
  const { texts, strings, heads } = asked;
  const used = new Set(texts.flatMap(({ folder, keys = [] }) => keys.map((k) => `${folder} ${k}`)));
  const codeHeads = heads.filter((head) => /^[A-Z]+_[A-Z_]*$/.test(head));
  const thrown = (key: string) =>
    isCode(key) && (strings.has(key) || codeHeads.some((head) => key.startsWith(head)));
  return folders.flatMap((folder) =>
    keysOf(folder)
      .map((key) => [`${folder.path} ${key}`, thrown(key)] as const)
      .flatMap(([name, isThrown]) => (isThrown || used.has(name) ? [] : [name])),
  );
}

/** Slots that a call leaves empty, and what it passes for nothing. */
export function slotFaults(folders: readonly TextFolder[], asked: AskedTexts): string[] {
  const faultsOf = ({ at, keys = [], passed }: Asked, among: readonly TextFolder[]): string[] => {
    const found = among.flatMap(({ texts: { en } }) =>
      keys.flatMap((key) => {
        const message = en[key];
        return message === undefined ? [] : [{ key, slots: slotsOf(message, "en") }];
      }),
    );
    if (!passed || found.length === 0) return [];
    const missing = found.flatMap(({ key, slots }) =>
      slots.filter((slot) => !passed.sure.has(slot)).map((slot) => `${at}: ${key} lacks ${slot}`),
    );
    const wanted = new Set(found.flatMap(({ slots }) => slots));
    const idle = [...passed.named].filter((slot) => !wanted.has(slot));
    return [...missing, ...idle.map((slot) => `${at}: ${keys.join(", ")} has no slot ${slot}`)];
  };
  return [
    ...asked.texts.flatMap((one) =>
      faultsOf(
        one,
        folders.filter(({ path }) => path === one.folder),
      ),
    ),
    ...asked.errors.flatMap((one) => faultsOf(one, folders)),
  ];
}

/** What no text says, in whatever case. */
const NOT_PLAIN = [
  ...["座位", "你", "房子", "老实记分", "守不守诺言"],
  ...["nobody's yet", "mend the lines", "blotted"],
];
/** Words that contain one of them and mean something else. */
const EXCEPTIONS: readonly string[] = ["迷你"];

/** Texts that say what they should say plainly. */
export const notPlain = (folders: readonly TextFolder[]): string[] =>
  folders.flatMap((folder) =>
    langs.flatMap((lang) =>
      Object.entries(folder.texts[lang]).flatMap(([key, text]) => {
        const bare = EXCEPTIONS.reduce((left, word) => left.replaceAll(word, ""), `${text}`);
        return NOT_PLAIN.filter((word) => bare.toLowerCase().includes(word)).map(
          (word) => `${folder.path} ${key} in ${lang}: ${word}`,
        );
      }),
    ),
  );
