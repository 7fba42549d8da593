import { createRandom } from "../stats/random.js";
import { COMMUNITY } from "./community.js";

/**
 * The day's factor on a group's rates: the brand's shock, which all groups share, and the group's own.
 * Each is stationary with mean 1 and remembers the day before.
 * @returns by chat and day, from day 0 on
 */
export function createShocks(seed: string): (chat: string, day: number) => number {
  const series = new Map<string, number[]>();
  const shock = (name: string, day: number, deviation: number): number => {
    const known = series.get(name) ?? [];
    series.set(name, known);
    while (known.length <= day) {
      const random = createRandom(`${seed}/${name}/shock ${known.length}`);
      const { memory } = COMMUNITY;
      const before = known.at(-1);
      const fresh = random.normal();
      known.push(
        before === undefined ? fresh : memory * before + Math.sqrt(1 - memory ** 2) * fresh,
      );
    }
    return deviation * (known[day] as number) - deviation ** 2 / 2;
  };
  return (chat, day) =>
    Math.exp(
      shock("brand", day, COMMUNITY.brandShock) + shock(`group ${chat}`, day, COMMUNITY.groupShock),
    );
}
