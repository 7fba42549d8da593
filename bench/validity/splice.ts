/** What `simulate.ts` writes stands behind everything that `main.ts` writes. */
export const HEADING = "## The whole runtime on a synthetic community";

/** A page with its last section in place of the one it has. */
export const withSection = (page: string, section: string): string =>
  `${page.slice(0, page.length - sectionOf(page).length).trimEnd()}\n${section && `\n${section}`}`;

/** The last section of a page, or nothing where it has none. */
export function sectionOf(page: string): string {
  const at = page.indexOf(`\n${HEADING}`);
  return at < 0 ? "" : page.slice(at + 1);
}
