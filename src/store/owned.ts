/** What one process works for: the accounts that it is, and the clients whose playbooks it has. */
export type Owned = { readonly accounts: readonly string[]; readonly clients: readonly string[] };
