/** How a puppet is. */
export type Settings = {
  /** The account's own messages are told of, as those of others are. */
  readonly echo: boolean;
  /** A send is answered with the message's id. */
  readonly tellsIds: boolean;
  /** Two errors that mean nothing come with each join, leave and topic. */
  readonly spurious: boolean;
  /** Everything is told twice. */
  readonly twice: boolean;
  /** Times are told in seconds. */
  readonly seconds: boolean;
  /** Nothing is told: of what happens, or not even that it is alive. */
  readonly deaf: "no" | "events" | "all";
  /** When it starts, so much of what was told before is told again. */
  readonly replays: number;
  /** It is logged in when it starts; otherwise a QR code waits to be scanned. */
  readonly loggedIn: boolean;
};

export const SETTINGS: Settings = {
  ...{ echo: true, tellsIds: true, spurious: true, twice: false, seconds: false },
  ...{ deaf: "no", replays: 0, loggedIn: true },
};
