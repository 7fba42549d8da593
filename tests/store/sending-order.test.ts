import { expect, test } from "vitest";
import { type Answer, type Candidate, PAGE, sendingOrder } from "../../src/store/sending-order.js";

type Row = Candidate & { readonly client: string };

/** Answers as a store would, and counts how often it was asked for rows. */
function run(all: readonly Row[], limit: number, busy: readonly string[] = []) {
  const steps = sendingOrder<Row>({ now: 100, limit, busy, ranks: [0] }, []);
  let asked = 0;
  let step = steps.next();
  while (!step.done) {
    const { pages } = step.value;
    const clients = [...new Set(all.map(({ client }) => client))];
    const answer: Answer<Row> = pages
      ? {
          pages: pages.map(({ client, after }) => {
            asked++;
            const its = all.filter((row) => row.client === client);
            const from = after ? its.indexOf(after) + 1 : 0;
            return its.slice(from, from + PAGE);
          }),
        }
      : { clients };
    step = steps.next(answer);
  }
  return { ...step.value, asked };
}
const rowOf = (client: string, seq: number, over: Partial<Row> = {}): Row => ({
  ...{ client, seq, chat: `${client}${seq}`, due: seq, expires: 200 },
  ...over,
});

test("it reads on behind pages of rows that may not leave, and meets each late one once", () => {
  const blocked = Array.from({ length: 2 * PAGE }, (_none, n) => rowOf("a", n, { chat: "busy" }));
  const late = Array.from({ length: 5 }, (_none, n) => rowOf("a", 500 + n, { expires: 99 }));
  const last = rowOf("a", 600);
  const { take, expire, asked } = run([...blocked, ...late, last], 10, ["busy"]);
  expect(take).toEqual([last]);
  expect(expire).toEqual(late);
  expect(asked).toBe(3);
});

test("it asks for no more than it takes", () => {
  const all = Array.from({ length: 5 * PAGE }, (_none, n) => rowOf("a", n));
  expect(run(all, 3)).toMatchObject({ asked: 1, expire: [] });
  expect(run(all, PAGE + 1).take).toEqual(all.slice(0, PAGE + 1));
});
