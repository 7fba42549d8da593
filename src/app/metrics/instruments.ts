/** The figures by name. What a figure means stands in its help, which Prometheus shows. */
export async function instruments(version: string) {
  // Loaded for a bot alone: no other command has figures.
  const { Counter, Gauge, Registry, collectDefaultMetrics } = await import("prom-client");
  const registry = new Registry();
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, ...labelNames: readonly L[]) =>
    new Counter({ name: `suanpan_${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, ...labelNames: readonly L[]) =>
    new Gauge({ name: `suanpan_${name}`, help, labelNames, registers });

  collectDefaultMetrics({ register: registry });
  gauge("build_info", "1; which program this is", "version", "node").set(
    { version, node: process.versions.node },
    1,
  );
  return {
    registry,
    accepted: counter(
      "events_accepted_total",
      "Events taken in and stored, repeated ones left out",
      "account",
    ),
    handled: counter(
      "events_handled_total",
      "Events handled; @system where no client had to decide",
      "client",
    ),
    setAside: counter("events_set_aside_total", "Events that a fault kept from being handled"),
    sends: counter(
      "sends_total",
      "How rows of the outbox came back: sent, failed, skipped, or later when they were put back",
      ...(["account", "client", "outcome"] as const),
    ),
    failures: counter(
      "faults_total",
      "What failed for a bug or for the store's sake, logged or not",
    ),
    owned: gauge(
      "account_owned",
      "1: this process knows that process to have the account; 0: nobody has it",
      ...(["account", "process"] as const),
    ),
    up: gauge("account_up", "Whether an account of this process hears, as in /healthz", "account"),
    pollAge: gauge("account_poll_age_seconds", "Since the last poll that succeeded", "account"),
    waiting: gauge(
      "outbox_waiting_rows",
      "Messages that wait to be sent, those held for the night too; of each account the first 3000 are counted",
      "client",
    ),
    oldest: gauge(
      "outbox_oldest_waiting_seconds",
      "How long the oldest is due that could have left; 0 when none is",
      "client",
    ),
    inbox: gauge(
      "inbox_events",
      "Events not yet handled (waiting), or set aside by a fault (set_aside)",
      "state",
    ),
    away: gauge(
      "store_away",
      "1 while the store can't do what is asked of it, a full disk included",
    ),
    awaySince: gauge(
      "store_away_since_timestamp_seconds",
      "When that began; 0 when the store is there",
    ),
    governorUsed: gauge(
      "governor_used",
      "How much of a limit of the account is used now",
      ...(["account", "limit", "window_seconds"] as const),
    ),
    governorMost: gauge(
      "governor_most",
      "What that limit allows now",
      ...(["account", "limit", "window_seconds"] as const),
    ),
    silent: gauge(
      "governor_silent",
      "1 while the account keeps silent after signs of trouble",
      "account",
    ),
    unread: gauge("metrics_unread", "How many groups of figures couldn't be read just now"),
  };
}
