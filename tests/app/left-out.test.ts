// What `npm ci --omit=optional` leaves out is missed where it is needed, in a sentence.
import { pathToFileURL } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { SQLITE_PACKAGE } from "../../src/store/sqlite/driver.js";
import { beforeMain, build, moduleOf, openHome, type Running, start } from "../support/process.js";

const LONG_MS = 600_000;
beforeAll(build, LONG_MS);

/** The environment of a process that has not this package. */
function without(name: string): Readonly<Record<string, string>> {
  const hook = moduleOf(`export async function resolve(wanted, context, next) {
    if (wanted !== ${JSON.stringify(name)}) return next(wanted, context);
    throw Object.assign(new Error("Cannot find package " + wanted), { code: "ERR_MODULE_NOT_FOUND" });
  }`);
  return beforeMain(`import { register } from "node:module"; register(${JSON.stringify(hook)});`);
}

async function inHome(
  env: Readonly<Record<string, string>>,
): Promise<Pick<Running, "told"> & { readonly code: number | null }> {
  const home = await openHome();
  try {
    const bot = home.run(env);
    const { code } = await bot.exit();
    return { code, told: bot.told };
  } finally {
    await home.close();
  }
}

test.concurrent(
  "the database's package: where data can't be kept, nothing starts",
  async () => {
    const { code, told } = await inHome(without(SQLITE_PACKAGE));
    expect(code).toBe(2);
    expect(told()).toEqual([
      expect.stringMatching(`^The package ${SQLITE_PACKAGE} is not installed.*Run npm ci`),
    ]);
  },
  LONG_MS,
);

test.concurrent.each(["wechaty-puppet-service", "@juzi/wechaty-puppet-service"])(
  "%s: who configured WeChat is told",
  async (puppet) => {
    const wechat = { WECHATY_PUPPET: puppet, WECHATY_TOKEN: "puppet_1", TELEGRAM_BOT_TOKEN: "" };
    const { code, told } = await inHome({ ...without(puppet), ...wechat });
    expect(code).toBe(2);
    expect(told()).toEqual([
      `The package ${puppet} is not installed, so WeChat can't be used. Run npm ci, or leave WECHATY_PUPPET and WECHATY_TOKEN out.`,
    ]);
  },
  LONG_MS,
);

test.concurrent(
  "the charts' package: a PNG is refused",
  async () => {
    const { href } = pathToFileURL("dist/features/experiment/chart/render.js");
    const source = `import { renderPng } from ${JSON.stringify(href)};
      renderPng("<svg/>").catch(({ code }) => console.log(code));`;
    const run = start(["--input-type=module", "--eval", source], without("@resvg/resvg-js"));
    await run.exit();
    expect(run.stdout()).toContain("CHART_PACKAGE_MISSING");
  },
  LONG_MS,
);
