const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
const LOOK_MS = 500;

let end = (): void => process.exit(0);

/** From now on the signals that end a program end it with 0, as process 1 of a container too. */
export function heedEndSignals(): void {
  for (const signal of SIGNALS) process.on(signal, () => end());
  if (process.env.npm_lifecycle_event === "start") heedLossOf(process.ppid);
}

/** npm hands SIGTERM and SIGINT on; it dies of SIGHUP and SIGKILL without a word, which is as good as one. */
function heedLossOf(npm: number): void {
  const look = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(look);
    end();
  }, LOOK_MS);
  look.unref();
}

/** Has each of those signals call `handler` instead. */
export function onEndSignal(handler: () => void): void {
  end = handler;
}
