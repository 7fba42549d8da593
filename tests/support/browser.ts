import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runFile } from "./run-file.js";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Debian's Chromium or one like it; undefined where this machine has none. */
export const BROWSER = NAMES.find(
  (name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0,
);

/** What a browser makes of a page. */
export type Seen = {
  /** How wide the page is laid out, and how wide what is in it would like to be. */
  readonly wide: number;
  readonly wants: number;
  readonly background: string;
  /** Elements that reach out over the right edge. */
  readonly beyond: readonly string[];
  /** Links whose target is not in the page. */
  readonly dead: readonly string[];
  readonly charts: number;
  /** Whether a chart's bars are as the style has it, by their colour. */
  readonly bar: string;
};

const MEASURE = `
const seen = (frame) => {
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  const root = page.documentElement;
  const beyond = [...page.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > root.clientWidth + 0.5)
    .map((each) => each.outerHTML.slice(0, 120));
  const dead = [...page.querySelectorAll("a")].map((each) => each.getAttribute("href"))
    .filter((href) => !href.startsWith("#") || !page.getElementById(href.slice(1)));
  const bar = page.querySelector('.chart>svg [fill="#1d4ed8"]');
  return {
    wide: root.clientWidth, wants: root.scrollWidth, beyond, dead,
    background: view.getComputedStyle(page.body).backgroundColor,
    charts: page.querySelectorAll(".chart>svg").length,
    bar: bar ? view.getComputedStyle(bar).fill : "",
  };
};
onload = () => { document.body.dataset.seen = JSON.stringify(seen(document.querySelector("iframe"))); };
`;

/**
 * Shows a page in a browser, so many pixels wide, and measures it. A window of Chromium is never narrower than 500
 * pixels, so the page is put into a frame.
 */
export async function seenBy(
  browser: string,
  page: string,
  how: { readonly width: number; readonly dark?: boolean },
): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), "suanpan-browser-"));
  try {
    const file = join(folder, "frame.html");
    const source = page.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const frame = `<iframe width="${how.width}" height="900" srcdoc="${source}"></iframe>`;
    await writeFile(file, `<!doctype html><body>${frame}<script>${MEASURE}</script></body>`);
    const stdout = await runFile(browser, [
      ...["--headless", "--disable-gpu", "--no-first-run", "--no-sandbox"],
      `--blink-settings=preferredColorScheme=${how.dark ? 0 : 1}`,
      ...[`--user-data-dir=${join(folder, "profile")}`, "--dump-dom"],
      pathToFileURL(file).href,
    ]);
    const [, told = ""] = /data-seen="([^"]*)"/.exec(stdout) ?? [];
    return JSON.parse(
      told
        .replaceAll("&quot;", '"')
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&amp;", "&"),
    );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  }
}
