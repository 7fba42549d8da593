import { expect, test } from "vitest";
import { createPlatformTime } from "../../src/platform/platform-time.js";

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;

function openTime() {
  let [now, elapsed] = [NOW, 5_000];
  const time = createPlatformTime({ now: () => now, elapsed: () => elapsed });
  return {
    ...time,
    pass: (ms: number) => {
      now += ms;
      elapsed += ms;
    },
    set: (to: number) => {
      now = to;
    },
  };
}

test("before anything is heard it is this machine's time, give or take a minute", () => {
  expect(openTime().time()).toEqual({ at: NOW, within: 60_000 });
});

test("while fresh events agree it is this machine's time, give or take their seconds", () => {
  const time = openTime();
  time.heard(NOW - 700);
  time.pass(60_000);
  expect(time.time()).toEqual({ at: NOW + 60_000, within: 3_000 });
});

test.each([
  ["a day ahead", DAY],
  ["an hour behind", -3_600_000],
])(
  "a machine's clock that is %s is not believed, and believed again when it is right",
  (_what, off) => {
    const time = openTime();
    time.heard(NOW - 700);
    time.heard(NOW - 9_000);
    time.pass(60_000);
    time.set(NOW + 60_000 + off);
    expect(time.time()).toEqual({ at: NOW + 60_000 - 700, within: 30_000 });
    time.set(NOW + 60_000);
    expect(time.time()).toEqual({ at: NOW + 60_000, within: 3_000 });
  },
);
