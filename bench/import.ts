import { execFile } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openFolder } from "./rig.js";
import { median, print, round } from "./statistics.js";

const ROUNDS = 3;
const rows = Number(process.argv[2] ?? 500_000);
const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

/** A shop's export: 19-digit ids, times of a month, a phone, a coupon and a quoted title in every row. */
async function writeExport(path: string): Promise<void> {
  const file = createWriteStream(path);
  file.write("订单号,实付金额,付款时间,手机号,优惠码,商品,数量\r\n");
  const two = (n: number) => String(n).padStart(2, "0");
  for (let i = 0; i < rows; i += 1) {
    const id = 3_705_115_058_471_200_000n + BigInt(i);
    const paid = `2026-10-${two(1 + (i % 28))} ${two(9 + (i % 13))}:${two(i % 60)}:${two(i % 59)}`;
    const phone = 13_800_000_000 + ((i * 7_919) % 100_000_000);
    const row = `${id},${30 + (i % 70)}.50,${paid},${phone},TT${i},"茉莉青,大杯",${1 + (i % 3)}\r\n`;
    if (!file.write(row)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

type Imported = {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly said: string;
};

/** `suanpan orders import` in a process of its own, its start included, as a user runs it. */
async function importFile(csv: string, store: string): Promise<Imported> {
  const start = performance.now();
  const args = ["--import", "./bench/took.mjs", "dist/main.js"];
  const { stdout, stderr } = await run(
    process.execPath,
    [...args, "orders", "import", csv, "--client", "tea-town"],
    { cwd: root, env: { PATH: process.env.PATH, SUANPAN_STORE: `sqlite:${store}`, LANG: "en" } },
  );
  const seconds = (performance.now() - start) / 1_000;
  const [, rss, cpu] = /took (\d+) (\d+)/.exec(stderr) ?? [];
  return {
    seconds,
    cpuSeconds: Number(cpu) / 1e6,
    peakMb: Number(rss) / 1e6,
    said: stdout.trim(),
  };
}

/** The first import of a file into an empty store, and the second, which changes nothing. */
async function measure() {
  const fresh: Imported[] = [];
  const again: Imported[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const folder = await openFolder();
    const csv = `${folder.path}.csv`;
    await writeExport(csv);
    fresh.push(await importFile(csv, folder.path));
    again.push(await importFile(csv, folder.path));
    await folder.remove();
  }
  const told = (of: readonly Imported[]) => ({
    rows_per_s: round(rows / median(of.map(({ seconds }) => seconds))),
    rounds: of.map(({ seconds }) => round(rows / seconds)),
    // What the clock says depends on who else uses the machine.
    rows_per_cpu_s: round(rows / median(of.map(({ cpuSeconds }) => cpuSeconds))),
    peak_rss_mb: round(Math.max(...of.map(({ peakMb }) => peakMb)), 1),
    said: of.at(-1)?.said,
  });
  return { rows, fresh: told(fresh), again: told(again) };
}

print(await measure());
