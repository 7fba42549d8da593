import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compilePromos } from "../dist/domain/promo/compile.js";
import { replayOrders } from "../dist/domain/promo/replay.js";
import { promosFileSchema } from "../dist/domain/promo/schema.js";
import { baskets } from "./promos/baskets.js";
import { print, spread } from "./statistics.js";

const ORDERS = 100_000;
const THRESHOLDS = 20;
const ROUNDS = 7;
const CLI_ROUNDS = 3;
const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

/** 满45减5, 满50减5 … 满140减5. */
const files = Array.from({ length: THRESHOLDS }, (_, n) => ({
  name: `spend-${45 + 5 * n}`,
  promos: {
    main: { title: "满减", spend: `${45 + 5 * n}.00`, give: { off: "5.00" }, stack: "price" },
  },
  stacks: { price: "best" },
}));

/** What `promo replay` does with the orders once it has read them, in seconds. */
async function inProcess(): Promise<number[]> {
  const sets = files.map(({ name, ...book }) => ({
    name,
    compiled: compilePromos(promosFileSchema.parse(book)),
  }));
  const orders = baskets(ORDERS).map(({ now, cart, member }) => ({
    at: now,
    lines: cart.lines,
    tags: member.tags,
  }));
  const rounds: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const start = performance.now();
    const report = await replayOrders(orders, sets);
    rounds.push((performance.now() - start) / 1_000);
    if (report.baskets.orders !== ORDERS) throw new Error("orders were lost");
  }
  return rounds;
}

/** The command as a user runs it: the process starts, the files are read and checked. */
async function asCommand(): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-bench-"));
  for (const { name, ...book } of files)
    await writeFile(join(folder, `${name}.yaml`), JSON.stringify(book));
  const total = ({ cart }: ReturnType<typeof baskets>[number]) =>
    (cart.lines.reduce((sum, { qty, price }) => sum + qty * price, 0) / 100).toFixed(2);
  const orders = baskets(ORDERS).map((each) => ({
    at: `${new Date(each.now).toISOString().slice(0, 19)}Z`,
    total: total(each),
  }));
  await writeFile(join(folder, "orders.json"), JSON.stringify(orders));
  const promos = files.map(({ name }) => join(folder, `${name}.yaml`)).join(",");
  const args = ["promo", "replay", "--promos", promos, "--orders", join(folder, "orders.json")];
  const rounds: number[] = [];
  for (let n = 0; n < CLI_ROUNDS; n += 1) {
    const start = performance.now();
    await run(process.execPath, ["dist/main.js", ...args, "--json"], {
      cwd: root,
      env: { PATH: process.env.PATH },
      maxBuffer: 64 * 1024 * 1024,
    });
    rounds.push((performance.now() - start) / 1_000);
  }
  await rm(folder, { recursive: true });
  return rounds;
}

const told = (rounds: readonly number[]) => ({ ...spread(rounds), rounds: rounds.length });
print({
  orders: ORDERS,
  thresholds: THRESHOLDS,
  in_process_s: told(await inProcess()),
  whole_command_s: told(await asCommand()),
});
