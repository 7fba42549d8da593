import { readFile } from "node:fs/promises";
import type { Config } from "../app/config.js";
import { UserError } from "../core/errors.js";
import { analyze as analyzeRows } from "../domain/experiment/analysis/analysis.js";
import { parseData } from "../domain/experiment/data/data.js";
import { parseDesign } from "../domain/experiment/design/design.js";
import { chartOf } from "../domain/experiment/report/chart.js";
import { describe, warningText } from "../domain/experiment/report/describe.js";
import { checkChartPath, drawTo } from "./draw-chart.js";
import { errorText } from "./texts.js";

type Options = {
  readonly design: string;
  readonly data: string;
  readonly json?: boolean;
  /** Where to put a picture, `.svg` or `.png`. */
  readonly chart?: string;
};

/**
 * `suanpan analyze --design FILE --data CSV [--json] [--chart FILE]`.
 * @returns 0, or 1 with one sentence on stderr for data that can't be used.
 * @throws UserError of a chart's file
 */
export async function analyze(options: Options, config: Config): Promise<number> {
  const { chart, json } = options;
  await checkChartPath(chart);
  const found = await analyzed(options).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return error;
  });
  if (found instanceof UserError) {
    process.stderr.write(`${errorText(found, config.lang)}\n`);
    return 1;
  }
  const { analysis } = found;
  if (chart !== undefined) await drawTo(chart, chartOf(found), config);
  const warnings = analysis.warnings.map((one) => ({
    ...one,
    text: warningText(one, config.lang),
  }));
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...analysis, warnings }, null, 2)}\n`
      : `${describe(analysis, config.lang).join("\n")}\n`,
  );
  return 0;
}

async function analyzed({ design: form, data }: Options) {
  const design = parseDesign(await read(form), form);
  const rows = parseData(await read(data), data, design);
  return { design, rows, analysis: analyzeRows(design, rows) };
}

async function read(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(error.code === "ENOENT" ? "FILE_NOT_FOUND" : "FILE_UNREADABLE", { path });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError("FILE_NOT_UTF8", { path });
  }
}
