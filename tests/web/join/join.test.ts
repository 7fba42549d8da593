import { expect, test } from "vitest";
import type { Page } from "../../../src/features/entry/page.js";
import { createWeb } from "../../../src/web/hooks/web.js";
import type { JoinDeps } from "../../../src/web/join/deps.js";

const PAGE: Page = {
  ...{ locale: "en", brand: "Tea", state: "open", comes: false },
  by: { title: "Tea 1", link: "https://t.me/+x" },
};

function web(page: JoinDeps["page"], ticks: () => number = () => 0) {
  return createWeb({
    health: () => ({ ok: true }),
    secrets: () => undefined,
    accept: async () => "stored",
    hashPhone: (_client, phone) => ({ phone }),
    now: () => 0,
    join: { page, ticks },
  });
}
const shown = async (page: Partial<Page>) => {
  const answer = await web(async () => ({ ...PAGE, ...page })).request("/join/a");
  return answer.text();
};

test("nothing runs on the page, nothing is loaded, nobody keeps or indexes it", async () => {
  const { headers } = await web(async () => PAGE).request("/join/a");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; /);
  expect(policy).not.toMatch(/script|unsafe|http|\*/);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-robots-tag")).toBe("noindex");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-type")).toBe("text/html; charset=UTF-8");
});

test("the other answers have no page's rights", async () => {
  const { headers } = await web(async () => PAGE).request("/healthz");
  expect(headers.get("content-security-policy")).toBe("default-src 'none'");
});

test.each([
  ["a brand", { brand: "<script>alert(1)</script>" }],
  ["a title", { by: { title: "<img src=x onerror=alert(1)>", link: "https://t.me/+x" } }],
  ["a link", { by: { title: "t", link: 'https://t.me/"><script>alert(1)</script>' } }],
  [
    "a picture",
    { by: { title: "t", picture: { type: "image/png", base64: '"><script>', until: 1 } } },
  ],
] as const)("%s is shown, whatever it says", async (_what, page) => {
  const html = await shown(page as Partial<Page>);
  expect(html).not.toMatch(/<script|<img src=x/);
});

test.each([
  "javascript:alert(1)",
  "http://t.me/x",
  "data:text/html,x",
  " https://t.me",
  "https://a b",
])("%s is not put behind the button", async (link) => {
  const html = await shown({ by: { title: "t", link } });
  expect(html).not.toContain("href");
  expect(html).toContain("There is no group to join just now");
});

test("a crowd asks the store once a second", async () => {
  let asked = 0;
  let now = 0;
  const app = web(
    async () => {
      asked++;
      return PAGE;
    },
    () => now,
  );
  await Promise.all(Array.from({ length: 300 }, () => app.request("/join/a?s=x")));
  expect(asked).toBe(1);
  now = 1_000;
  await app.request("/join/a?s=x");
  expect(asked).toBe(2);
});

test("whoever tries names is held up, and only for as long as they go on", async () => {
  let now = 0;
  const known = async (name: string) => (name === "a" ? PAGE : undefined);
  const app = web(known, () => now);
  const answers: number[] = [];
  for (let n = 0; n < 250; n++) answers.push((await app.request(`/join/no-${n}`)).status);
  expect(answers.filter((status) => status === 404)).toHaveLength(200);
  expect(answers.at(-1)).toBe(429);
  now = 50;
  expect((await app.request("/join/a")).status).toBe(200);
});

test("a store that fails is asked again by the next one", async () => {
  let fails = true;
  const app = web(async () => {
    if (fails) throw new Error("secret of the store");
    return PAGE;
  });
  const answer = await app.request("/join/a");
  expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([
    ...[503, "10", "503"],
  ]);
  fails = false;
  expect((await app.request("/join/a")).status).toBe(200);
});

test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is no way to ask", async (method) => {
  let asked = 0;
  const app = web(async () => {
    asked++;
    return PAGE;
  });
  expect((await app.request("/join/a", { method })).status).toBe(404);
  expect(asked).toBe(0);
});
