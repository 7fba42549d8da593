import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Checkout, openCheckout } from "../support/checkout.js";
import { start } from "../support/process.js";
import { canMount, mountSmallDisk } from "../support/small-disk.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;

/** Runs `npm start` there; the program tells by a file that it was started. */
const npmStart = ({ folder, opened }: { readonly folder: string; readonly opened: string }) =>
  start({ program: "npm", args: ["--prefix", folder, "start"] }, { OPENED: opened });

test.concurrent.each([
  ["SIGTERM", "term"],
  ["SIGINT", "interrupt"],
  ["SIGHUP", "hangUp"],
] as const)(
  "%s while it builds: nothing is started, and nobody is left",
  async (signal, send) => {
    const checkout = openCheckout();
    checkout.stuckCompiler();
    const opened = checkout.at("opened");
    const npm = npmStart({ folder: checkout.folder, opened });
    try {
      await until("it compiles", () => npm.stdout().includes("compiling"));
      npm[send]();
      // Ends only when nobody holds its streams any more, the compiler neither.
      expect(await npm.exit()).toEqual({ code: null, signal });
      expect([existsSync(opened), existsSync(checkout.at("dist/main.js"))]).toEqual([false, false]);
    } finally {
      npm.kill();
      checkout.close();
    }
  },
  LONG_MS,
);

/** On a disk that is mounted read-only after `prepare`. @returns how `npm start` ended, and what it said. */
async function onReadOnlyDisk(prepare: (checkout: Checkout) => void) {
  const [disk, outside] = [mountSmallDisk(256), openCheckout()];
  try {
    const checkout = openCheckout(disk.folder);
    checkout.compiler();
    prepare(checkout);
    disk.readOnly();
    const opened = outside.at("opened");
    const npm = npmStart({ folder: checkout.folder, opened });
    const { code } = await npm.exit();
    return { code, said: npm.stderr(), opened: existsSync(opened), dist: checkout.at("dist") };
  } finally {
    disk.close();
    outside.close();
  }
}
const build = ({ folder }: Checkout) =>
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: folder });

describe.skipIf(!canMount())("read-only (skipped where no disk can be mounted)", () => {
  test(
    "what is built and up to date runs",
    async () => {
      const { code, opened } = await onReadOnlyDisk(build);
      expect([code, opened]).toEqual([0, true]);
    },
    LONG_MS,
  );

  test.each([
    ["is missing", "还没有编译好的程序", "holds no program yet", () => {}],
    [
      "is stale",
      "里面的程序比 src/ 旧",
      "is older than src/",
      (checkout: Checkout) => {
        build(checkout);
        checkout.age("src/main.ts", 1);
      },
    ],
  ])(
    "what %s isn't run, and it says what to do",
    async (_what, chinese, english, prepare) => {
      const { code, said, opened, dist } = await onReadOnlyDisk(prepare);
      expect([code, opened]).toEqual([1, false]);
      expect(said).toContain(`${dist} ${chinese}，又写不进去：所在的磁盘是只读挂载的。`);
      expect(said).toContain(
        `${dist} ${english}, and can't be written: its disk is mounted read-only. Run npm run build`,
      );
      expect(said).not.toContain("npm ci");
    },
    LONG_MS,
  );

  test("a full disk is told from a read-only one", () => {
    const disk = mountSmallDisk(256);
    try {
      const checkout = openCheckout(disk.folder);
      checkout.compiler();
      disk.fill();
      expect(buildFails(checkout)).toMatch(/磁盘满了[\s\S]*the disk is full\. Make room/);
    } finally {
      disk.close();
    }
  });
});

test("a user who may not write there is told so", () => {
  const checkout = openCheckout();
  chmodSync(checkout.folder, 0o555);
  expect(buildFails(checkout, "nobody")).toMatch(
    /没有写权限[\s\S]*this user may not write there\. Run npm run build as a user who may/,
  );
  chmodSync(checkout.folder, 0o755);
  checkout.close();
});

/** What a build says that fails, run by a user without rights of their own where one is asked for. */
function buildFails({ folder }: Checkout, as?: "nobody"): string {
  const nobody = as && process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { status, stderr } = spawnSync(process.execPath, ["scripts/build.mjs"], {
    cwd: folder,
    encoding: "utf8",
    ...nobody,
  });
  expect(status).toBe(1);
  return stderr;
}
