import { afterEach, expect, test } from "vitest";
import { startFakeBotApi } from "../../support/fake-bot-api.js";
import { closeTowns, HQ, HQ2, openTown } from "../../support/town.js";

afterEach(closeTowns);

const asked = ({ calls }: Awaited<ReturnType<typeof startFakeBotApi>>, chat = HQ) =>
  calls.filter(
    ({ method, body }) => method === "createChatInviteLink" && Number(body.chat_id) === chat,
  ).length;

/** A first start: what became of the bot in its chats is still to be polled. */
async function firstStart(...statuses: readonly ("administrator" | "member")[]) {
  const api = await startFakeBotApi({});
  for (const chat of [HQ, HQ2])
    for (const status of statuses) api.addBot(chat, `chat ${chat}`, status);
  return api;
}
const linkOf = async ({ store }: Awaited<ReturnType<typeof openTown>>, chat = HQ) =>
  (await store.get("tea-town", "group", `telegram:${chat}`))?.value.link;

test("at the first start each group's link is asked for once", async () => {
  const api = await firstStart("administrator");
  const town = await openTown({ api });
  await town.rest();
  expect([asked(api), asked(api, HQ2)]).toEqual([1, 1]);
  expect(await linkOf(town)).toContain("https://");
});

test("and once where the bot came first as a member and then as an admin", async () => {
  const api = await firstStart("member", "administrator", "administrator");
  const town = await openTown({ api });
  await town.rest();
  expect(asked(api)).toBe(1);
  expect(await linkOf(town)).toContain("https://");
});

test("a link that was refused is asked for again once the bot is an admin", async () => {
  const api = await firstStart("member");
  const town = await openTown({ api });
  await town.rest();
  expect([asked(api), await linkOf(town)]).toEqual([1, undefined]);
  api.addBot(HQ, `chat ${HQ}`);
  await town.rest();
  expect(asked(api)).toBe(2);
  expect(await linkOf(town)).toContain("https://");
});
