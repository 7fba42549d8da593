import { expect, test } from "vitest";
import { pageOf } from "../../../src/features/report/page.js";
import { BROWSER, seenBy } from "../../support/browser.js";
import { openWeek, twoWeeks } from "../../support/week.js";

const EVIL = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&`;
const WORD = "a".repeat(60);

/** A client whose words are as bad as a playbook allows them to be. */
const hostile = (locale: string) => (text: string) =>
  text
    .replace("locale: zh-CN", `locale: ${locale}`)
    .replace("brand: 茶野小镇", `brand: ${JSON.stringify(EVIL + WORD)}`)
    .replace("title: 饮品满60减5", `title: ${JSON.stringify(`</style><b>${WORD.slice(0, 40)}`)}`)
    .replace("title: 新人首杯立减8元", 'title: "=1+1"');

async function page(locale = "zh-CN", edit = hostile(locale)) {
  const open = await openWeek({ edit });
  await twoWeeks(open);
  await open.group("g3", { title: `${EVIL}${WORD}`, gone: true });
  await open.order({ id: "nobody", day: "2026-11-24", amount: 123_456_789 });
  return pageOf(await open.week());
}

test("what users wrote is text and nothing else, and the page stands alone", async () => {
  const html = await page();
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(html).not.toMatch(/<(script|img|link|iframe|object|b>a)/i);
  expect(html).not.toMatch(/<[^>]*\son\w+=/i);
  // Styles by one rule of the policy, and nothing from elsewhere.
  expect(html.match(/<\/style>/g)).toHaveLength(1);
  expect(html).not.toMatch(/ style="|@import|url\((?!#c\d)/);
  expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:/);
  expect(html).toMatch(/content="default-src &#39;none&#39;; style-src &#39;sha256-[\w+/]+=*&#39;/);
});

test("each figure leads to what it means, in the client's language", async () => {
  for (const [locale, name] of [
    ["zh-CN", "营业额"],
    ["en", "Revenue"],
  ] as const) {
    const html = await page(locale, (text) => text.replace("locale: zh-CN", `locale: ${locale}`));
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).toContain(`<a href="#m-revenue">${name}</a>`);
    const led = [...html.matchAll(/href="#([\w-]+)"/g)].map(([, id]) => id);
    expect(led.length).toBeGreaterThan(10);
    for (const id of led) expect(html).toContain(`<dt id="${id}">`);
  }
});

test.skipIf(!BROWSER)(
  `on a phone nothing reaches over the edge, by light and by dark${BROWSER ? "" : " (no Chromium here)"}`,
  { timeout: 300_000 },
  async () => {
    for (const locale of ["zh-CN", "en"]) {
      const html = await page(locale);
      const light = await seenBy(BROWSER ?? "", html, { width: 360 });
      expect(light).toMatchObject({ beyond: [], dead: [], charts: 3 });
      // A frame may have a scroll bar.
      expect(light.wide).toBeGreaterThan(330);
      expect(light.wants).toBe(light.wide);
      expect([light.background, light.bar]).toEqual(["rgb(255, 255, 255)", "rgb(29, 78, 216)"]);
    }
    const dark = await seenBy(BROWSER ?? "", await page(), { width: 360, dark: true });
    expect([dark.background, dark.bar]).toEqual(["rgb(20, 24, 29)", "rgb(122, 162, 255)"]);
  },
);
