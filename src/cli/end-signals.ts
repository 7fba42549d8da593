const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

let end = (): void => process.exit(0);

/** From now on the signals that end a program end it with 0, as process 1 of a container too. */
export function heedEndSignals(): void {
  for (const signal of SIGNALS) process.on(signal, () => end());
}

/** Has each of those signals call `handler` instead. */
export function onEndSignal(handler: () => void): void {
  end = handler;
}
