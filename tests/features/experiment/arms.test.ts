import { afterEach, expect, test } from "vitest";
import { boss, chatOf, DAY, started } from "../../support/started.js";
import { BOSS, closeTowns, HQ } from "../../support/town.js";

afterEach(closeTowns);

test("prices are those of the arm that the group has: asked by a member, and by an operator", async () => {
  const town = await started("threshold");
  await town.forward(DAY);
  const [sixty, sixtyfive] = [await chatOf(town, "sixty"), await chatOf(town, "sixtyfive")];
  expect(sixty).not.toBe(sixtyfive);
  town.api.say(sixty, 501, "小雨", "算一下 62");
  await town.heard("57", sixty);
  town.api.say(sixtyfive, 502, "阿强", "算一下 62");
  await town.heard("满65减5", sixtyfive);
  town.api.say(sixty, BOSS, "老板", "/算价 62");
  await town.heard("57.00", sixty);
  town.api.say(sixtyfive, BOSS, "老板", "/算价 62");
  const why = await town.heard("SPEND_BELOW", sixtyfive);
  expect(why?.text).toContain("还差 3.00");
  // In private there is no group: the playbook as it is written.
  town.api.say(BOSS, BOSS, "老板", "/算价 62", true);
  await town.heard("57.00", BOSS);
  expect(town.bugs).toEqual([]);
});

test("a full group sends on by the next group's own arm, and /groups shows each its own seats", async () => {
  const arms = (text: string) =>
    text
      .replace("capacity: 200", "capacity: 9")
      .replace("pool: stores\n    horizon: 56d", "pool: welfare\n    horizon: 56d")
      .replace("groups.capacity: 150", "groups.capacity: 6");
  const town = await started("capacity", { edit: arms });
  await town.forward(DAY);
  const [full, small] = [await chatOf(town, "full"), await chatOf(town, "small")];
  boss(town, "/群");
  const list = (await town.heard("4/9", HQ))?.text.split("\n") ?? [];
  expect(list.find((line) => line.includes(String(full)))).toContain("4/9");
  expect(list.find((line) => line.includes(String(small)))).toContain("4/6");
  // Four members fill the small group but for the two seats of staff, and the large one has room for three.
  for (const user of [1, 2, 3]) town.api.requestJoin(full, user, `客${user}`);
  await town.rest();
  const seats = await town.store.list("tea-town", "seat", `approved:telegram:${full}`);
  expect(seats).toHaveLength(3);
  town.api.requestJoin(full, 4, "客4");
  await town.heard("已为您排队", 4);
  expect(town.since(4)).toEqual([]);
  expect(town.bugs).toEqual([]);
});
