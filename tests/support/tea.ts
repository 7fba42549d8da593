import { readFileSync } from "node:fs";
import { playbookEnv } from "../../src/playbook/read/env.js";
// With the sections that features add.
import "../../src/app/features.js";
import { checkFiles } from "../../src/playbook/check/check.js";
import {
  type PlaybookVersion,
  readVersion,
  versionsOf,
} from "../../src/playbook/versions/version.js";
import { PERSONAS as PERSONAS_IN, PLAYBOOKS as PLAYBOOKS_IN } from "./config.js";
import { onThePlatform } from "./stories-on.js";

const PERSONAS = ["village-girl", "office-lady", "brand-voice"].map((id) => ({
  path: `personas/${id}.yaml`,
  text: readFileSync(`${PERSONAS_IN}/${id}.yaml`, "utf8"),
}));
const PLAYBOOKS = ["tea-town", "paw-post"].map((client) => ({
  path: `playbooks/${client}/playbook.yaml`,
  text: readFileSync(`${PLAYBOOKS_IN}/${client}/playbook.yaml`, "utf8"),
}));
/** What an edited playbook names as `env:…`, and what it stands for. */
export const SHOP_VARIABLE = "SUANPAN_TEA_TOWN_SHOP_SECRET";
export const SHOP_SECRET = "a secret of the shop";
const VARIABLES: Readonly<Record<string, string>> = {
  [SHOP_VARIABLE]: SHOP_SECRET,
  SUANPAN_TEA_TOWN_BOSS: "10009",
};
const same = (text: string) => text;

export type Edits = {
  /** Changes the tea brand's playbook, as an editor would. */
  readonly edit?: (text: string) => string;
  /** Changes each persona's file. */
  readonly editPersona?: (text: string) => string;
};

/** The shipped playbooks, the tea brand's edited. @throws Error when the edit makes a mistake. */
export function editions({
  edit = same,
  editPersona = same,
}: Edits = {}): readonly PlaybookVersion[] {
  const files = [
    ...PLAYBOOKS.map(({ path, text }) => ({
      path,
      text: onThePlatform(path.includes("tea-town") ? edit(text) : text),
    })),
    ...PERSONAS.map(({ path, text }) => ({ path, text: editPersona(text) })),
  ];
  const key = JSON.stringify(files);
  const known = checkedBefore.get(key) ?? checkedNow(files);
  checkedBefore.set(key, known);
  return known;
}

/** Most tests want the same files, and checking what their arms make takes a while. */
const checkedBefore = new Map<string, readonly PlaybookVersion[]>();

function checkedNow(files: readonly { path: string; text: string }[]): readonly PlaybookVersion[] {
  const env = playbookEnv((name) => VARIABLES[name]);
  const checked = checkFiles(files, { lang: "zh-CN", env });
  if (!checked.ok) throw new Error(JSON.stringify(checked.findings, null, 2));
  return versionsOf(checked, env);
}

/** An edition from its content, as a store gives it back. */
export const readEdition = (content: string): PlaybookVersion | undefined =>
  readVersion(
    content,
    playbookEnv((name) => VARIABLES[name]),
  );

/** The tea brand's edition as it is shipped. */
export function teaEdition(): PlaybookVersion {
  const [tea] = editions();
  if (!tea) throw new Error("no tea brand");
  return tea;
}
