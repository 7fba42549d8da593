/**
 * Adds to package-lock.json the optional packages of other systems that npm left out because the
 * registry it asked does not carry them; without them `npm ci` refuses the file everywhere.
 * Run it after every `npm install` behind such a registry. Entries have no integrity: npm fills it in.
 */
import { readFileSync, writeFileSync } from "node:fs";

const OS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "openharmony",
  "openbsd",
  "netbsd",
  "sunos",
  "win32",
];
const CPU = [
  "arm64",
  "arm",
  "armv7",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "x64",
  "wasm32",
];
const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));

for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const known =
      lock.packages[`node_modules/${name}`] ?? lock.packages[`${path}/node_modules/${name}`];
    if (known || !/^\d+\.\d+\.\d+/.test(version)) continue;
    const words = name.split(/[/-]/);
    const os = OS.find((one) => words.includes(one));
    const cpu = CPU.find((one) => words.includes(one));
    const libc = words.at(-1) === "musl" ? "musl" : os === "linux" ? "glibc" : undefined;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu ? { cpu: [cpu === "armv7" ? "arm" : cpu] } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...(libc ? { libc: [libc] } : {}),
      optional: true,
      ...(os ? { os: [os] } : {}),
    };
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
