import type { Instant } from "../../core/event.js";

declare module "../../core/record.js" {
  interface Records {
    /** The page of a pool; its key is the pool's id. */
    entry: { readonly code: string };
    /** Whose page a code is; of no client, its key is the code. */
    "entry-code": { readonly client: string; readonly pool: string };
    /** A source that the playbook doesn't list; its key is `pool/source`, its owner the pool. */
    "entry-source": { readonly seen: Instant };
    /** A source's own link of a group; its key is `group/source`. */
    "entry-link": EntryLink;
    /** A picture by which people come into a group; its key is the group's. */
    "entry-picture": EntryPicture;
    /** Looks which groups want a picture; one for a client. */
    "entry-watch": Readonly<Record<string, never>>;
  }
}

type EntryLink = {
  readonly link?: string;
  /** When it was asked for last. */
  readonly asked: Instant;
};

export type EntryPicture = {
  /** Absent once it is of no more use. */
  readonly picture?: Picture;
  /** When operators were asked for one last. */
  readonly asked?: Instant;
};

export type Picture = {
  readonly type: "image/png" | "image/jpeg";
  readonly base64: string;
  /** Shown until then. */
  readonly until: Instant;
};
