/** What follows from an answer takes a few turns to come to its next call. */
const TURNS = 3;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Counts the calls of something that are under way. */
export function createFlight() {
  let made = 0;
  let flying = 0;
  let onLanded = (): void => {};
  const landedOne = () => {
    flying -= 1;
    if (flying === 0) onLanded();
  };
  return {
    /** How many there have been. */
    made: () => made,
    /** The same, its calls counted. */
    watch: <T extends object>(of: T): T =>
      new Proxy(of, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target);
          if (typeof value !== "function") return value;
          return (...args: unknown[]) => {
            const answer: unknown = value.apply(target, args);
            if (!(answer instanceof Promise)) return answer;
            made += 1;
            flying += 1;
            answer.then(landedOne, landedOne);
            return answer;
          };
        },
      }),
    /** Waits until none is under way, nor any that follows from those. */
    landed: async () => {
      await turn();
      while (flying > 0) {
        await new Promise<void>((resolve) => {
          onLanded = resolve;
        });
        for (let turns = 0; turns < TURNS; turns++) await turn();
      }
    },
  };
}
