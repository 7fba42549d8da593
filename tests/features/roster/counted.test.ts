import { afterEach, expect, test } from "vitest";
import { closeCorners, HOUR, MINUTE, openCorner } from "../../support/corner.js";
import { wechat } from "../../support/governed.js";
import { listedChats } from "../../support/listed-chat.js";

afterEach(closeCorners);

test("a count that a doubted list is held against is looked up too, and counted; without room it is not asked for", async () => {
  for (const room of [120, 2]) {
    const listed = listedChats();
    for (let n = 0; n < 20; n++) listed.of("corner").set(`m${n}`, `m${n}`);
    let counts = 0;
    const reads = { ...wechat.reads, most: [{ most: room, withinMs: 24 * HOUR }] };
    const corner = await openCorner({
      limits: {
        ...wechat,
        warmUp: [],
        reads: { ...reads, shares: { names: 1, faces: 1, lists: 100, both: 100 } },
      },
      adapt: (sandbox) => {
        const adapted = listed.adapt(sandbox);
        return {
          ...adapted,
          count: async (place) => {
            counts += 1;
            return adapted.count(place);
          },
        };
      },
    });
    await corner.forward(12 * MINUTE);
    for (let n = 0; n < 12; n++) listed.of("corner").delete(`m${n}`);
    const before = listed.asked.length;
    await corner.forward(HOUR);
    const looked = (await corner.store.ledger("sandbox", 0)).filter(({ kind }) => kind === "look");
    expect(looked).toHaveLength(counts);
    expect(counts > 0).toBe(room > 2);
    expect(listed.asked.length > before).toBe(room > 2);
  }
});
