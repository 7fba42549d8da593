import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { NewRow } from "../../dist/store/port.js";

/** As many brands, each with an account and a chat of its own in its playbook. */
export const BRANDS = 8;
/** The chats of a brand that wait for something. */
const CHATS = 50;
const ROWS = 10_000;
const HOUR_MS = 3_600_000;

export const brands = Array.from({ length: BRANDS }, (_none, n) => ({
  client: `brand-${n}`,
  name: `n${n}`,
  account: `telegram:n${n}`,
}));

const playbookText = ({ client, name }: (typeof brands)[number], n: number) => `version: 1
client: ${client}
brand: ${client}
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "10001", role: owner } }
groups:
  pools: { all: { title: "群{{ n }}" } }
  chats: { one: { platform: telegram, account: ${name}, chat: "-10010000000${n}", pool: all } }
persona: clerk
replies: { open: { when: { keywords: [几点] }, say: open } }
`;
const PERSONA = `version: 1
id: clerk
name: 小二
kind: brand
lines: { open: 九点, disclosure: 我是店里的机器人 }
`;

/** Writes the files of an installation that serves them all. */
export async function writeHouses(folder: string): Promise<void> {
  await mkdir(join(folder, "personas"), { recursive: true });
  await writeFile(join(folder, "personas", "clerk.yaml"), PERSONA);
  for (const [n, brand] of brands.entries()) {
    const home = join(folder, "playbooks", brand.client);
    await mkdir(home, { recursive: true });
    await writeFile(join(home, "playbook.yaml"), playbookText(brand, n));
  }
}

/** What a brand has to send, due at once, each with a text of its own. */
export const rowsOf = (brand: number, now: number): readonly NewRow[] =>
  Array.from({ length: ROWS / BRANDS }, (_none, n) => {
    const chat = `${-1_003_000_000_000 - brand * CHATS - (n % CHATS)}`;
    const text = `row ${brand}/${n}`;
    return {
      ...{
        key: text,
        action: { kind: "send_text", to: { platform: "telegram", chat, direct: false }, text },
      },
      ...{ account: brands[brand]?.account ?? "", made: now, due: now, expires: now + HOUR_MS },
      ...{ unasked: false, rank: 1, onUncertain: "skip" },
    };
  });
