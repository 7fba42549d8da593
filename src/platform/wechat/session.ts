import { type Puppet, type PuppetEvents, SCAN } from "./puppet.js";

/** What becomes of the account's login, for those who have to do something about it. */
export type LoginNews =
  /** Somebody has to scan this with the account's phone: what the code says. */
  | { readonly kind: "scan"; readonly code: string }
  | { readonly kind: "login" }
  /** Phones do it at night as a matter of course; by day WeChat does it, when it distrusts an account. */
  | { readonly kind: "logout"; readonly atNight: boolean };

type State =
  | { readonly kind: "out"; readonly code?: string }
  | { readonly kind: "in"; readonly self: string };

/** Who is logged in. */
export function createSession(isNight: () => boolean, tell: (news: LoginNews) => void) {
  let state: State = { kind: "out" };
  let self: string | undefined;
  let toldOut = false;

  function login({ contactId }: PuppetEvents["login"]): void {
    // Puppets say it again after a hiccup of their own.
    if (!contactId || (state.kind === "in" && state.self === contactId)) return;
    self = contactId;
    state = { kind: "in", self: contactId };
    toldOut = false;
    tell({ kind: "login" });
  }

  function logout(): void {
    state = { kind: "out" };
    if (toldOut) return;
    toldOut = true;
    tell({ kind: "logout", atNight: isNight() });
  }

  function scan({ status, qrcode }: PuppetEvents["scan"]): void {
    if (status === SCAN.scanned || status === SCAN.confirmed) {
      if (state.kind === "out") state = { kind: "out" };
      return;
    }
    if (status !== SCAN.waiting || !qrcode) return;
    const known = state.kind === "out" ? state.code : undefined;
    // A code is asked for: nobody is logged in, whatever was heard before.
    if (state.kind === "in") logout();
    state = { kind: "out", code: qrcode };
    if (qrcode !== known) tell({ kind: "scan", code: qrcode });
  }

  return {
    listen(puppet: Puppet): void {
      puppet.on("login", login);
      puppet.on("logout", logout);
      puppet.on("scan", scan);
    },
    /** The line is let go of. */
    close(puppet: Puppet): void {
      puppet.off("login", login);
      puppet.off("logout", logout);
      puppet.off("scan", scan);
      state = { kind: "out" };
    },
    isIn: (): boolean => state.kind === "in",
    /** What somebody has to scan. */
    code: (): string | undefined => (state.kind === "out" ? state.code : undefined),
    /** Who is logged in, or was last. */
    self: (): string | undefined => self,
  };
}
