import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { CLIENT, closeCorners, MINUTE, openCorner } from "../../support/corner.js";
import { tally } from "../../support/tally.js";
import { BOSS } from "../points/points-corner.js";
import { brand, NAME, prove, TRACES } from "./erased-story.js";

afterEach(closeCorners);

test("nothing of an erased person is left in the bytes of the file", async () => {
  const dir = mkdtempSync(join(tmpdir(), "suanpan-"));
  const store = await openSqliteStore(join(dir, "store.db"), tally);
  await prove(store, () =>
    readdirSync(dir).flatMap((file) => {
      const bytes = readFileSync(join(dir, file));
      return TRACES.filter((trace) => bytes.includes(trace)).map((trace) => `${file}: ${trace}`);
    }),
  );
  await closeCorners();
  await store.close();
});

test("in a group nothing is shown, and nothing is erased that was not shown before", async () => {
  const corner = await openCorner({ brands: [brand] });
  await corner.joins(CLIENT, NAME);
  corner.heard(CLIENT);
  for (const said of ["/mydata", "我的数据", "/mydata erase", "/mydata erase yes"]) {
    await corner.says(CLIENT, NAME, said);
    await corner.forward(MINUTE);
  }
  for (const said of corner.heard(CLIENT)) expect(said).toContain("in private");
  await corner.writes(NAME, "/mydata erase yes");
  expect(corner.heard(NAME).at(-1)).toContain("nothing to confirm");
  await corner.writes(NAME, "删除我的数据");
  await corner.forward(3 * MINUTE);
  await corner.writes(NAME, "删除我的数据 确认");
  await corner.forward(MINUTE);
  expect(corner.heard(NAME).at(-1)).toContain("nothing to confirm");
  expect(await corner.member(NAME)).toBeDefined();
});

test("an operator erases somebody after a preview, and it stands in the facts without them", async () => {
  const corner = await openCorner({ brands: [brand] });
  await corner.joins(CLIENT, NAME);
  corner.heard(CLIENT);
  await corner.says(CLIENT, BOSS, `/member erase ${NAME}`);
  expect(corner.heard(CLIENT).at(-1)).toContain(NAME);
  await corner.says(CLIENT, BOSS, "/yes");
  await corner.forward(MINUTE);
  expect(corner.heard(CLIENT).at(-1)).toContain("it is erased");
  expect(await corner.member(NAME)).toBeUndefined();
  expect(await corner.facts("member_erased")).toMatchObject([{ data: { by: "operator" } }]);
  expect(JSON.stringify(await corner.store.facts("@system"))).not.toContain(NAME);
});

test("every kind of record says whom it is about", () => {
  const src = readdirSync("src", { recursive: true, encoding: "utf8" });
  const declared = src
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const text = readFileSync(join("src", file), "utf8");
      const [, block = ""] =
        /core\/record\.js" \{\s+interface Records \{([\s\S]*?)\n {2}\}/.exec(text) ?? [];
      return [...block.matchAll(/^ {4}(?:"([\w-]+)"|(\w+)):/gm)].map(([, a, b]) => a ?? b);
    });
  expect(declared).toEqual(expect.arrayContaining(["member", "order", "entry-code", "erasure"]));
  const said = features.flatMap(({ about = {} }) => Object.keys(about));
  expect(said.sort()).toEqual(declared.sort());
});
