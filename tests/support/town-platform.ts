import type { createManualClock } from "../../src/core/time/clock.js";
import type { Platform } from "../../src/platform/port.js";
import type { Store } from "../../src/store/port.js";
import type { FakeBotApi } from "./fake-bot-api.js";

type TownPlatformOptions = {
  readonly clock: ReturnType<typeof createManualClock>;
  /** The groups that there are. */
  readonly chats: readonly number[];
  /** One that is there already, with groups of its own. */
  readonly api?: FakeBotApi;
};
/** A fake of a platform, and the bot's account on it. */
type TownPlatform = {
  /** What people do there, and what they have got. */
  readonly api: FakeBotApi;
  readonly platform: Platform;
  /** The account anew, as another process has it; absent where a story has one process alone. */
  readonly reopen?: () => Platform;
  /** The bot runs, and the story begins. */
  readonly begin: () => void | Promise<void>;
  /** Waits until what people have done is on its way to the runtime, and what was sent has come to people. */
  readonly settle: () => Promise<void>;
  /** Waits until nothing is under way between the two: a turn of the runtime is over. */
  readonly quiet: () => Promise<unknown>;
  /** Puts into a store what operators would have seen to, so that the bot asks for nothing. */
  readonly prepare: (store: Store) => Promise<void>;
  readonly close: () => Promise<unknown>;
};
export type OpenTownPlatform = (options: TownPlatformOptions) => Promise<TownPlatform>;
