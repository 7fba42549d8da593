import { writeSync } from "node:fs";
import { hostname } from "node:os";
import { StoreFenced, UserError } from "../core/errors.js";
import { systemClock as clock } from "../core/time/clock.js";
import { parseDuration } from "../core/time/duration.js";
import { pageNamed } from "../features/entry/page.js";
import { drawPng } from "../features/experiment/chart/draw.js";
import { createOwnerNews } from "../features/operations/tell-owner.js";
import { drawWeek } from "../features/report/draw.js";
import { createRefusalLog } from "../web/hooks/refusal-log.js";
import { openBackupDesk } from "./backup-desk.js";
import type { Config } from "./config.js";
import { configuredLimits } from "./governors.js";
import { createBugLog, LEVELS, type Logger } from "./log.js";
import { createLoginDesk } from "./login-desk.js";
import { countingStore } from "./metrics/counting-store.js";
import { createMetrics } from "./metrics/metrics.js";
import { openAccounts } from "./open-accounts.js";
import { openSoundPlaybooks } from "./open-playbooks.js";
import { fileIn, openStore } from "./open-store.js";
import { createOutages } from "./outages.js";
import { openPhoneKey } from "./phone-key.js";
import { programVersion } from "./program.js";
import { createRuntime } from "./runtime.js";
import { serve } from "./serve.js";

export type Bot = {
  /** Takes up the work and goes on until it is stopped. */
  readonly start: () => Promise<void>;
  /** Finishes what is under way and closes everything. */
  readonly stop: () => Promise<void>;
};

/** A shorter one lapses whenever a machine is busy; with a longer one nobody is there for too long. */
const SHORTEST_LEASE_MS = 2_000;
const LONGEST_LEASE_MS = 10 * 60_000;

type To = {
  readonly log: Logger;
  /** Told of each account that can't be used; `last` when no other can. */
  readonly onLost: (account: string, error: UserError, last: boolean) => void;
  /** Told of a line that only a new process gets up again. */
  readonly onDead: (account: string, error: UserError) => void;
  /** Told when other processes have all there is to do, each as `machine:process`. */
  readonly onWaiting: (others: readonly string[]) => void;
  /** Told when another process does by now what this one did. */
  readonly onFenced: (error: UserError) => void;
};

/**
 * Opens the store, the HTTP service and the accounts; nothing is received or sent before the start.
 * @throws UserError for a setting that can't be used, PLAYBOOKS_NONE, PLAYBOOKS_BROKEN, STORE_…, HTTP_…
 */
export async function openBot(config: Config, to: To): Promise<Bot> {
  const { log, onLost, onDead, onWaiting, onFenced } = to;
  for (const error of checkSettings(config)) throw error;
  const leaseMs = leaseOf(config);
  const bugs = createBugLog(log, clock);
  const { playbooks, files, first } = await openSoundPlaybooks(config);
  if (playbooks.clients().length === 0)
    throw new UserError("PLAYBOOKS_NONE", { path: config.playbooks });
  for (const { client, ok, lines } of first.clients)
    if (!ok) for (const line of lines) log.error({ client, code: "PLAYBOOKS_BROKEN" }, line);
  const awaited = () =>
    first.clients.flatMap(({ client }) => (playbooks.current(client) ? [] : client));
  const metrics = await createMetrics(clock, programVersion());
  const outages = createOutages(clock);
  const store = countingStore(await openStore(config.store, playbooks), {
    ...metrics.meter,
    away(isAway) {
      metrics.meter.away(isAway);
      outages.away(isAway);
    },
  });
  const phoneKey = await openPhoneKey(config, store).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const lost = (account: string, error: UserError) =>
    onLost(
      account,
      error,
      runtime.running().every((one) => one.health().lost),
    );
  const news = createOwnerNews({
    ...{ store, clock, owner: config.owner, lang: config.lang },
    platforms: () => runtime.platforms,
  });
  const accounts = await openAccounts(config, {
    ...{ clock, log, onLost: lost, onDead },
    onLogin: createLoginDesk(
      {
        ...{ clock, log, show: process.stderr.isTTY ? (code) => writeSync(2, code) : undefined },
        owner: news,
      },
      config.wechatHome,
    ),
  });
  const where = `${hostname()}:${process.pid}`;
  const runtime = createRuntime({
    store,
    playbooks,
    files,
    clock,
    platforms: [...accounts.values()].map((open) => open()),
    shares: {
      ...{ leaseMs, onWaiting, where },
      reopen: (account) => accounts.get(account)?.(),
      onOwned: (of) => log.info(of, "works for these"),
      onUnreadable: (client) => log.warn({ client }, "the playbook in use can't be read here"),
    },
    limits: configuredLimits(config),
    awaited,
    owner: config.owner,
    outage: outages.last,
    program: programVersion(),
    draw: drawPng,
    drawWeek,
    onBug: (what, error, client) => {
      if (error instanceof StoreFenced) return onFenced(error);
      metrics.failed();
      bugs.tell(what, error, client);
    },
    onObjection: (client, line) => log.warn({ client }, line),
    onWarning: (line) => log.warn(line),
    onStranger: (account, who) => log.info({ account, who }, "no operator, but asks /whoami"),
    onLost: lost,
  });
  const web = await serve(config, {
    playbooks,
    phoneKey,
    awaited,
    now: clock.now,
    page: (name, source) => pageNamed({ store, playbooks, clock }, name, source),
    health: () => {
      const running = runtime.running().map((one) => ({ account: one.account, ...one.health() }));
      // Whoever waits for another's end is well.
      const waits = store.sharing !== undefined && running.length === 0;
      const ok = (waits || running.some((one) => one.ok)) && !bugs.lately();
      return { ok, ...(waits && { waits }), accounts: running };
    },
    metrics: {
      type: metrics.type,
      text: () =>
        metrics.text({
          ...{ store, clock, where, platforms: runtime.platforms, running: runtime.running },
          clients: () => runtime.owned().clients,
          ...{ elsewhere: runtime.elsewhere, standing: runtime.standing },
        }),
    },
    receive: runtime.receive,
    onRefused: createRefusalLog((line) => log.warn(line, "webhooks were refused")),
  });
  const file = fileIn(config.store);
  const desk =
    store.backUp &&
    file &&
    (await openBackupDesk(file, { backUp: store.backUp, run: runtime.runForTerminal }, (error) =>
      log.warn({ err: error }, "no backup can be made while this runs"),
    ));
  return {
    async start() {
      await runtime.start();
      for (const { client, ok, lines } of first.clients)
        if (!ok && !playbooks.current(client)) await news.leftOut(client, lines);
      runtime.drive();
      const running = runtime.running().map(({ account, self }) => [account, self.id]);
      log.info({ clients: playbooks.clients(), accounts: running, http: web?.url }, "running");
    },
    async stop() {
      await runtime.stop();
      await web?.close();
      if (desk) await desk.close();
      await store.close();
    },
  };
}

/** What is wrong with the settings that have values of a form: LOG_LEVEL_UNKNOWN, LEASE_INVALID, OWNER_INVALID. */
export function* checkSettings(config: Config): Generator<UserError> {
  const { logLevel: level, lease, owner } = config;
  if (!LEVELS.includes(level))
    yield new UserError("LOG_LEVEL_UNKNOWN", { level, known: LEVELS.join(", ") });
  const ms = leaseOf(config);
  if (ms < SHORTEST_LEASE_MS || ms > LONGEST_LEASE_MS)
    yield new UserError("LEASE_INVALID", { lease });
  if (owner !== undefined && !/^(telegram|wechat|sandbox):\S+$/.test(owner))
    yield new UserError("OWNER_INVALID");
}

const leaseOf = ({ lease }: Pick<Config, "lease">): number => parseDuration(lease) ?? 0;
