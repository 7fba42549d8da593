export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Does one piece of work after the other. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
}
