import type { Owned } from "./owned.js";

/** So often in a lease each renews its own and looks at the others'. */
export const LOOKS = 5;

/** One process of those that share a store. */
export type Peer = {
  readonly id: string;
  /** For people: which machine and process. */
  readonly where: string;
  /** The accounts that it could work for. */
  readonly serves: readonly string[];
  /** After so long without a renewal it is out. */
  readonly leaseMs: number;
};

/** Who is there, and who has what. */
export type View = {
  /** This process. */
  readonly self: string;
  /** All whose lease has not lapsed, this one too. */
  readonly peers: readonly Peer[];
  /** Those of the others that this process has seen renew their lease: they are alive for sure. */
  readonly heard: ReadonlySet<string>;
  /** The process that has an account or a client; what nobody has who is there is missing. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly clients: ReadonlyMap<string, string>;
};

/** What processes that share a store agree on. A store of one process alone has none of it. */
export interface Sharing {
  /** Becomes one of them: from now on it renews its lease by itself. */
  join(of: Omit<Peer, "id">): Promise<void>;
  /** Looks who is there; whose lease has lapsed is out for good. @throws StoreFenced when this one is */
  view(): Promise<View>;
  /** Gives back what another may take now. */
  give(of: Owned): Promise<void>;
  /** Whether nobody else can have taken over yet what this process has: asked right before it does something. */
  holds(): boolean;
}
