import type { Config } from "../app/config.js";
import { type Checked, examine } from "../app/doctor/doctor.js";
import { sentence, text } from "./texts.js";

const MARKS: Readonly<Record<Checked["level"], string>> = { ok: "✓", warn: "⚠", bad: "✗" };

/** `suanpan doctor [--json]`: a line for each thing that a bot needs. @returns 1 where one is in its way, else 0. */
export async function doctor(
  { json }: { readonly json?: boolean },
  config: Config,
): Promise<number> {
  const { lang } = config;
  const found = (await examine(config)).map((one) => ({ ...one, text: sentence(one, lang) }));
  const count = (level: Checked["level"]) => found.filter((one) => one.level === level).length;
  const [n, warnings] = [count("bad"), count("warn")];
  const lines = json
    ? [JSON.stringify({ ok: n === 0, checks: found }, null, 2)]
    : [
        ...found.map((one) => `${MARKS[one.level]} ${one.text}`),
        text(lang, n > 0 ? "doctor.ill" : "doctor.well", { n, warnings }),
      ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return n > 0 ? 1 : 0;
}
