/** A refusal in Telegram's words. */
export class FakeRefusal extends Error {
  constructor(
    readonly code: number,
    description: string,
    readonly parameters?: Readonly<Record<string, number>>,
  ) {
    super(description);
  }
}

/** Somebody else polls with the same token. */
export function conflict(): FakeRefusal {
  return new FakeRefusal(409, "Conflict: terminated by other getUpdates request");
}
