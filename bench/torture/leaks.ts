import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A secret by the name of the variable that holds it, and the part of it that nothing else contains. */
export type Canary = { readonly name: string; readonly core: string };
/** Something that others can read, and where it stood. */
export type Output = { readonly where: string; readonly text: string };

/** A secret in the forms in which it could slip out: as it is, in base64 wherever it begins there, and in hex. */
function formsOf(core: string): readonly string[] {
  const base64 = [0, 1, 2].map((shift) => {
    const coded = Buffer.from(`${"x".repeat(shift)}${core}`).toString("base64");
    // Its first and last signs have bits of what stands beside it.
    return coded.slice(shift === 0 ? 0 : 4).replace(/.{0,3}=*$/, "");
  });
  return [core, ...base64, Buffer.from(core).toString("hex")];
}

/** Where a secret can be read that nobody should read, a sentence each. */
export function leaksIn(
  outputs: readonly Output[],
  canaries: readonly Canary[],
): readonly string[] {
  const forms = canaries.map(({ name, core }) => ({
    name,
    all: formsOf(core).map((form) => form.toLowerCase()),
  }));
  return outputs.flatMap(({ where, text }) => {
    const read = text.toLowerCase();
    return forms
      .filter(({ all }) => all.some((form) => read.includes(form)))
      .map(({ name }) => `${where} shows ${name}`);
  });
}

/** Every file under a folder, byte by byte. */
export async function filesIn(folder: string): Promise<readonly Output[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    names
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return { where: path, text: (await readFile(path)).toString("latin1") };
      }),
  );
}
