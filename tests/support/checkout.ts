import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export type Checkout = ReturnType<typeof openCheckout>;

/**
 * A small program with this repository's way to build and start it, in a fresh folder or the one given. When
 * started it puts a file `opened` where it is told to by `OPENED`. Its sources are an hour old.
 */
export function openCheckout(where?: string) {
  const folder = where ?? mkdtempSync(join(tmpdir(), "suanpan-checkout-"));
  const at = (path: string) => join(folder, path);
  const put = (path: string, text: string) => writeFileSync(at(path), text);
  /** A time far enough from now that no clock's grain matters. */
  const age = (path: string, minutes: number) => {
    const when = Date.now() / 1000 + 60 * minutes;
    utimesSync(at(path), when, when);
  };
  for (const name of ["scripts", "src/part"]) mkdirSync(at(name), { recursive: true });
  for (const name of ["scripts/build.mjs", "scripts/build-refusals.mjs", "tsconfig.json"])
    cpSync(name, at(name));
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  put("package.json", JSON.stringify({ name: "small", version: "1.0.0", type: "module", scripts }));
  put("src/main.ts", MAIN);
  put("src/part/part.ts", "export type Part = string;\n");
  put("src/part/outside.d.ts", "declare module 'outside';\n");
  put("src/part/texts.en.yaml", "hello: hello\n");
  put("src/part/notes.yaml", "of no use to the program\n");
  for (const name of ["package.json", "tsconfig.json", "src/main.ts", "src/part/part.ts"])
    age(name, -60);
  return {
    folder,
    at,
    put,
    age,
    /** Installs the compiler. */
    compiler: () => symlinkSync(resolve("node_modules"), at("node_modules")),
    /** Installs a compiler that says `compiling` and never gets further. */
    stuckCompiler(): void {
      mkdirSync(at("node_modules/esbuild"), { recursive: true });
      put("node_modules/esbuild/package.json", '{ "type": "module", "exports": "./stuck.js" }');
      put("node_modules/esbuild/stuck.js", STUCK);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const MAIN = `#!/usr/bin/env node
import { writeFileSync } from "node:fs";
const n: number = 1;
if (process.env.OPENED) writeFileSync(process.env.OPENED, String(n));
`;
const STUCK = `import { build as real } from ${JSON.stringify(resolve("node_modules/esbuild/lib/main.js"))};
const setup = ({ onLoad }) => onLoad({ filter: /main/ }, () => {
  console.log("compiling");
  return new Promise((never) => setTimeout(never, 2 ** 31 - 1));
});
export const build = (options) => real({ ...options, plugins: [{ name: "stuck", setup }] });
`;
