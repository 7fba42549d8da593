import { beforeAll, expect, test } from "vitest";
import { build, openHome } from "../../support/process.js";

beforeAll(build);

test("a bot whose database is away at the start says so without the password, and is to be started again", async () => {
  const home = await openHome();
  try {
    const bot = home.run({ SUANPAN_STORE: "mongodb://tea:s3cr3t@127.0.0.1:1/suanpan" });
    expect(await bot.exit()).toEqual({ code: 75, signal: null });
    const told = bot.told().join("\n");
    expect(told).toContain("The MongoDB at mongodb://127.0.0.1:1 does not answer now");
    expect(told).toContain("Start the bot again when that is over.");
    expect(bot.stderr()).not.toContain("s3cr3t");
  } finally {
    await home.close();
  }
});
