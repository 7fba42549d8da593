import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../core/errors.js";

/** As Debian, Google, Microsoft and others call them. */
const BROWSERS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
/** A page is printed in seconds; a browser that hangs is ended. */
const PATIENCE_MS = 120_000;

/**
 * Prints a page by a browser of this machine, as its own print would.
 * @throws UserError REPORT_NO_BROWSER, REPORT_NOT_PRINTED
 */
export async function printPdf(page: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-print-"));
  try {
    const [from, to] = [join(folder, "page.html"), join(folder, "page.pdf")];
    await writeFile(from, page);
    const browser = await firstThatRuns([
      ...["--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"],
      // The page is ours and has no script. As root Chromium runs in no other way.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...[`--user-data-dir=${join(folder, "profile")}`, `--print-to-pdf=${to}`],
      pathToFileURL(from).href,
    ]);
    return await readFile(to).catch(() => {
      throw new UserError("REPORT_NOT_PRINTED", { browser });
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** @returns the browser that was there @throws UserError REPORT_NO_BROWSER */
async function firstThatRuns(options: readonly string[]): Promise<string> {
  for (const browser of BROWSERS) if (await ran(browser, options)) return browser;
  throw new UserError("REPORT_NO_BROWSER");
}

/** @returns false where there is no such program */
function ran(browser: string, options: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(browser, options, { stdio: "ignore", timeout: PATIENCE_MS });
    child.once("error", () => resolve(false));
    child.once("exit", () => resolve(true));
  });
}
