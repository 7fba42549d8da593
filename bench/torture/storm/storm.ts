import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Running } from "../../../tests/support/process.js";
import { until } from "../../../tests/support/until.js";
import { type ArenaOptions, openArena } from "../arena.js";
import { atMost, type Outcome, type Setting } from "../trial.js";
import { PERSONAS, placesOf, playbookOf, SHOP_SECRET, STORM, secretOf } from "./playbook.js";
import { openTown } from "./town.js";

export type StormOptions = {
  readonly streets: number;
  readonly doors: number;
  readonly members: number;
  readonly disk?: ArenaOptions["disk"];
};
export type Storm = Awaited<ReturnType<typeof openStorm>>;

/** One client's busy day, and the one process that is its bot. */
export async function openStorm(setting: Setting, options: StormOptions) {
  const { streets, doors, members, ...more } = options;
  const places = placesOf(streets, doors);
  const chats = [...places.streets, ...places.doors];
  const home = join(setting.folder, "home");
  await mkdir(home);
  const arena = await openArena({
    ...{ folder: home, client: STORM.client, personas: PERSONAS, chats },
    ...{ playbook: playbookOf(STORM, places), ...more },
  });
  const web = () => arena.web;
  const town = openTown({ ...setting, fake: arena, brand: STORM, places, members, web });
  return {
    ...arena,
    ...town,
    run: (env: Readonly<Record<string, string>> = {}): Running =>
      arena.run({ [secretOf(STORM)]: SHOP_SECRET, ...env }),
    /** Ends the bot, and has its books judged. `uncertain` as in the judge's evidence. */
    async verdict(bot: Running, uncertain: readonly string[] = []): Promise<Outcome> {
      bot.term();
      const { code } = await bot.exit();
      const { figures, targets } = await town.verdict(arena.file, uncertain);
      return { figures, targets: [...targets, atMost("exit code after SIGTERM", code ?? -1, 0)] };
    },
    async close(): Promise<void> {
      town.close();
      await arena.close();
    },
  };
}

/** Waits until the bot runs; a process that ends instead is told by what it said. */
export async function running(bot: Running): Promise<void> {
  await until("it runs", () => bot.stderr().includes('"running"') || bot.ended());
  if (bot.ended()) throw new Error(`the bot ended by itself: ${bot.stderr()}`);
}
