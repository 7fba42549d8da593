import { cp, lstat } from "node:fs/promises";
import type { Config } from "../app/config.js";
import { packaged } from "../app/program.js";
import { putWhole } from "./output.js";
import { text } from "./texts.js";

/** The playbooks and personas name their schemas in the folder above. */
const SAMPLES = [
  "playbooks",
  "personas",
  "playbook.schema.json",
  "persona.schema.json",
  ".env.example",
] as const;

/**
 * `suanpan init`: copies the samples into the current folder; what is there already, of any kind, stays as it is.
 * @returns 0. @throws OutputFailure when one could not be copied; nothing of it is left, those before it stay
 */
export async function init({ lang }: Config): Promise<number> {
  const [copied, kept]: [string[], string[]] = [[], []];
  for (const name of SAMPLES) ((await copySample(name)) ? copied : kept).push(name);
  const list = new Intl.ListFormat(lang);
  const lines = [
    ...(copied.length > 0 ? [text(lang, "init.copied", { names: list.format(copied) })] : []),
    ...(kept.length > 0 ? [text(lang, "init.kept", { names: list.format(kept) })] : []),
    text(lang, "init.next"),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

/** @returns whether it was copied; else something of that name is there. */
async function copySample(name: string): Promise<boolean> {
  const there = await lstat(name).catch(() => undefined);
  if (there) return false;
  await putWhole(name, (draft) => cp(packaged(name), draft, { recursive: true }));
  return true;
}
