import type { UserError } from "../core/errors.js";
import type { Clock } from "../core/time/clock.js";
import type { Playbooks } from "../engine/playbooks.js";
import type { Draw } from "../features/experiment/deps.js";
import type { Outage } from "../features/operations/operations.js";
import type { DrawWeek } from "../features/report/deps.js";
import type { Files } from "../features/versions/files.js";
import type { Platform } from "../platform/port.js";
import type { Owned, Store } from "../store/port.js";
import type { GovernorsDeps } from "./governors.js";

/** What the runtime is given. */
export type RuntimeDeps = {
  readonly store: Store;
  readonly playbooks: Playbooks;
  readonly clock: Clock;
  /** One for each account. */
  readonly platforms: readonly Platform[];
  readonly files: Files;
  /** The clients that have files and aren't in use: what comes for them stays open until they are. */
  readonly awaited?: (() => readonly string[]) | undefined;
  /** Draws the charts of experiments; without it they are told of in words only. */
  readonly draw?: Draw | undefined;
  /** Draws a week's charts. */
  readonly drawWeek?: DrawWeek | undefined;
  /** The version of this program: what another one set aside is taken up again at the start. */
  readonly program?: string | undefined;
  /** When the store was away last, if that is worth telling. */
  readonly outage?: () => Outage | undefined;
  /** `platform:user`, who may do everything for every client. */
  readonly owner?: string | undefined;
  /** Told of every bug; `what` names the event, the outbox row or the record it happened to, of a client where it is one's. */
  readonly onBug: (what: string, error: unknown, client?: string) => void;
  /** Told of what is no bug, and worth an entry in the log. */
  readonly onWarning?: (line: string) => void;
  /** Told at the start why a client's playbook can't be wholly in use, a sentence each. */
  readonly onObjection?: (client: string, line: string) => void;
  /** Told once of who types /whoami in private and is no operator: `platform:user`. */
  readonly onStranger?: (account: string, who: string) => void;
  /** What an account may do, where it isn't what its kind says. */
  readonly limits?: GovernorsDeps["limits"];
  /** Told of each account that can't be used while another can. */
  readonly onLost?: (account: string, error: UserError) => void;
  /** How the work is shared, where other processes use the store as well. */
  readonly shares?: {
    /** For people: which machine and process this is. */
    readonly where: string;
    readonly leaseMs: number;
    /** An account's platform anew, after this process has let go of the one before. */
    readonly reopen: (account: string) => Platform | undefined;
    /** Told when there is nothing to do here for now, and who does it. */
    readonly onWaiting: (others: readonly string[]) => void;
    readonly onOwned: (of: Owned) => void;
    readonly onUnreadable: (client: string) => void;
  };
};
