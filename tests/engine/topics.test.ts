import { afterEach, expect, test } from "vitest";
import { BOSS, closeTowns, HQ, openTown } from "../support/town.js";

afterEach(closeTowns);

const xiaoyu = { id: 501, is_bot: false, first_name: "小雨" };
const boss = { id: BOSS, is_bot: false, first_name: "老板" };
const topic = { message_thread_id: 42, is_topic_message: true };

// Case c11 of the inputs that went wrong.
test("who asks in a topic of a forum is answered there, operators too", async () => {
  const town = await openTown({ owner: `telegram:${BOSS}` });
  town.api.post(HQ, xiaoyu, "有优惠吗", topic);
  expect(await town.heard("满60减5", HQ)).toMatchObject({ message_thread_id: 42 });
  town.api.post(HQ, xiaoyu, "算一下 58", topic);
  expect(await town.heard("58", HQ)).toMatchObject({ message_thread_id: 42 });
  town.api.post(HQ, boss, "/群", topic);
  expect(await town.heard("茶野福利1群", HQ)).toMatchObject({ message_thread_id: 42 });
  expect(town.bugs).toEqual([]);
});

test("a chain of answers in a plain group is no topic", async () => {
  const town = await openTown();
  town.api.post(HQ, xiaoyu, "有优惠吗", { message_thread_id: 42 });
  const answer = await town.heard("满60减5", HQ);
  expect(answer).not.toHaveProperty("message_thread_id");
});
