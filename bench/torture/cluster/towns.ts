import { startFront } from "../../../tests/support/front.js";
import { openFake } from "../fake.js";
import { type openProcesses, writeHouse } from "../processes.js";
import {
  type Brand,
  PERSONAS,
  placesOf,
  playbookOf,
  SHOP_SECRET,
  secretOf,
} from "../storm/playbook.js";
import { openTown, type Town } from "../storm/town.js";
import type { Setting } from "../trial.js";

/** Each on an account of its own, so that each of two processes has one. */
const BRANDS: readonly (Brand & { readonly token: string })[] = [
  { client: "storm", boss: 10001, token: "42:storm" },
  { client: "gale", boss: 10002, account: "gale", token: "43:gale" },
];

type Towns = {
  readonly processes: ReturnType<typeof openProcesses>;
  /** Where their playbooks and personas are written. */
  readonly home: string;
  readonly streets: number;
  readonly doors: number;
  readonly members: number;
  /** Where a bot listens for webhooks now. */
  readonly web: () => string;
};

/** Two clients' towns, each with a fake Telegram of its own behind one address. */
export async function openTowns(setting: Setting, options: Towns) {
  const { processes, home, streets, doors, ...more } = options;
  const fakes = new Map<string, string>();
  const towns: Town[] = [];
  for (const [n, brand] of BRANDS.entries()) {
    const { client, token } = brand;
    const places = placesOf(streets, doors, n);
    const chats = [...places.streets, ...places.doors];
    const fake = await openFake(processes, { token, chats });
    fakes.set(token, fake.url);
    const playbook = playbookOf(brand, places);
    await writeHouse({ folder: home, client, personas: PERSONAS, playbook });
    towns.push(openTown({ ...setting, ...more, fake, brand, places }));
  }
  const front = await startFront(fakes);
  return {
    towns,
    /** What a process of the bot has to know of them. */
    env: {
      TELEGRAM_API_ROOT: front.url,
      ...Object.fromEntries(
        BRANDS.flatMap((brand) => [
          [tokenOf(brand), brand.token],
          [secretOf(brand), SHOP_SECRET],
        ]),
      ),
    },
    async close(): Promise<void> {
      for (const town of towns) town.close();
      await front.close();
    },
  };
}

const tokenOf = ({ account }: Brand): string =>
  account === undefined ? "TELEGRAM_BOT_TOKEN" : `TELEGRAM_BOT_TOKEN_${account.toUpperCase()}`;
