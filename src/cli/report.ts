import { extname } from "node:path";
import { withClientReading } from "../app/client-reading.js";
import type { Config } from "../app/config.js";
import { features } from "../app/features.js";
import { UserError } from "../core/errors.js";
import { type Clock, systemClock } from "../core/time/clock.js";
import { reportOperations } from "../features/report/operations.js";
import type { WeekReport } from "../features/report/report.js";
import { checkFilePlace, putFile } from "./output.js";
import { printPdf } from "./print-pdf.js";

export type ReportOptions = {
  readonly client: string;
  readonly week?: string;
  readonly format?: string;
  readonly out?: string;
};

const FORMATS = ["html", "pdf", "json", "csv"] as const;
type Format = (typeof FORMATS)[number];

/**
 * `suanpan report --client C`: a week's page to a file, or to the terminal's output. Without `--format` the file's name
 * says which, else it is HTML.
 * @returns the exit code
 * @throws UserError REPORT_…, CLIENT_UNKNOWN and those of the store; OutputFailure where nothing can be put there
 */
export async function reportWeek(
  options: ReportOptions,
  config: Config,
  clock: Clock = systemClock,
): Promise<number> {
  const { client, week, out } = options;
  const format = formatOf(options);
  if (format === "pdf" && out === undefined) throw new UserError("REPORT_PDF_OUT");
  if (out !== undefined) await checkFilePlace(out);
  const report = await withClientReading(client, config, ({ store, playbooks }) =>
    reportOperations({ store, playbooks, clock, features }).week(client, week, {
      orders: true,
    }),
  );
  const content = await contentOf(report, format);
  if (out === undefined) process.stdout.write(content);
  else await putFile(out, content);
  return 0;
}

/** @throws UserError REPORT_FORMAT */
function formatOf({ format, out }: ReportOptions): Format {
  const given = format ?? (out === undefined ? "html" : extname(out).slice(1).toLowerCase());
  const known = FORMATS.find((one) => one === given);
  if (!known) throw new UserError("REPORT_FORMAT", { format: given, known: FORMATS.join(", ") });
  return known;
}

/** What draws and prints is loaded only where it is asked for. */
async function contentOf(report: WeekReport, format: Format): Promise<string | Uint8Array> {
  switch (format) {
    case "json": {
      const { jsonOf } = await import("../features/report/json.js");
      return `${JSON.stringify(jsonOf(report), null, 2)}\n`;
    }
    case "csv": {
      const { csvOf } = await import("../features/report/csv.js");
      return csvOf(report);
    }
    case "html":
    case "pdf": {
      const { pageOf } = await import("../features/report/page.js");
      const page = await pageOf(report);
      return format === "html" ? page : printPdf(page);
    }
  }
}
