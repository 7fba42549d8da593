import { afterEach, expect, test } from "vitest";
import { closeCorners, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const talk = {
  sections: {
    opt_out: { words: ["退订", "TD"], say: "bye" },
    replies: { leaving: { when: { keywords: ["退订", "td"] }, say: "answer" } },
    scripts: {
      any: { on: "said", once: { again_after: "0s" }, steps: [{ say: "script" }] },
      survey: { on: "joined", steps: [{ ask: "question", up_to: "1d" }, { say: "noted" }] },
    },
  },
  lines: { answer: "answer", script: "script", question: "question", noted: "noted" },
};

test.each(["退订", " td "])(
  "the word %j itself is answered with the farewell: no script begins or goes on, no reply comes",
  async (word) => {
    const corner = await openCorner({ brands: [talk] });
    await corner.joins("corner", "amy");
    expect(corner.heard("corner")).toEqual(["question"]);
    await corner.says("corner", "amy", word);
    expect(corner.heard("corner")).toEqual(["bye"]);
    expect(await corner.facts("opted_out")).toHaveLength(1);
    expect((await corner.facts("script_started")).map(({ data }) => data?.script)).toEqual([
      "survey",
    ]);
    // It was no answer to the question either.
    await corner.says("corner", "amy", "fine");
    expect(corner.heard("corner")).toEqual(["noted"]);
    expect(corner.bugs).toEqual([]);
  },
);

test("in private it is answered with the farewell alone, too", async () => {
  const corner = await openCorner({ brands: [talk] });
  await corner.joins("corner", "amy");
  corner.heard("corner");
  await corner.writes("amy", "退订");
  expect(corner.heard("amy")).toEqual(["bye"]);
  expect(corner.heard("corner")).toEqual([]);
});

test("a word among others is no opt-out", async () => {
  const corner = await openCorner({
    brands: [{ ...talk, sections: { ...talk.sections, scripts: {} } }],
  });
  await corner.says("corner", "amy", "怎么退订");
  expect(corner.heard("corner")).toEqual(["answer"]);
  expect((await corner.member("amy"))?.optedOut).toBeUndefined();
});
