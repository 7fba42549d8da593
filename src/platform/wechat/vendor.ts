import { createHash } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../../core/errors.js";
import { endpointOf } from "./directory.js";
import type { OpenPuppet, Puppet } from "./puppet.js";
import { createResume, type Resume } from "./resume.js";

/** By which puppet, and how its service is reached. */
export type ServiceOptions = {
  /** The package's name; there is no default: any but these would be one that gets accounts banned. */
  readonly puppet: string;
  /** `<name>_<anything>`, as the service's provider hands it out. */
  readonly token: string;
  /** `host:port`; without it a directory is asked where the token is served. */
  readonly endpoint?: string | undefined;
  /** Which directory, where it isn't wechaty's own. */
  readonly authority?: string | undefined;
  /** Off for a gateway of one's own on this machine. */
  readonly tls: boolean;
  /** Where the packages keep what they remember: who may read it may read the group's names. */
  readonly home: string;
};

/** What both packages have, beyond what their types tell of it. */
type Service = Puppet & {
  reset(): Promise<void>;
  onStop(): Promise<void>;
  /** Who is logged in. */
  __currentUserId?: string | undefined;
  login(contactId: string): void;
  logout(reason?: string): Promise<void>;
  emit(event: "login" | "logout", payload: { contactId: string; data?: string }): unknown;
  messageSendFileStream(to: string, file: object): Promise<unknown>;
  stopHealthCheck?(): void;
  readonly _grpcManager?: Line;
  readonly _payloadStore: Kept;
};
/** What it keeps in folders: payloads under an account, and of @juzi's where its server's events go on. */
type Kept = { start(): Promise<void>; stop(): Promise<void>; miscellaneous?: Resume };
type Line = {
  readonly eventStream?: { cancel(): void };
  stopStream(): void;
  destroyClient(): void;
};
type Package = {
  readonly create: (options: object) => Service;
  readonly fileOf: OpenPuppet["fileOf"];
};

const PACKAGES: Readonly<Record<string, () => Promise<Package>>> = {
  "wechaty-puppet-service": async () => {
    const { PuppetService } = await import("wechaty-puppet-service");
    const { log } = await import("wechaty-puppet");
    return packageOf(PuppetService, log);
  },
  "@juzi/wechaty-puppet-service": async () => {
    const { PuppetService } = await import("@juzi/wechaty-puppet-service");
    const { log } = await import("@juzi/wechaty-puppet");
    return packageOf(PuppetService, log);
  },
};

async function packageOf(
  // biome-ignore lint/suspicious/noExplicitAny: only a constructor of any may be extended or compared
  PuppetService: new (options: any) => object,
  log: { level(level: "silent"): unknown },
): Promise<Package> {
  // It prints what was said and to whom. What fails is told by events and answers.
  log.level("silent");
  const { FileBox } = await import("file-box");
  return {
    create: (options) => new PuppetService(options) as unknown as Service,
    // One made of a buffer can't be written into a message, and is never sent.
    fileOf: (bytes, name) => FileBox.fromBase64(bytes.toString("base64"), name),
  };
}

/**
 * A puppet on a service, not started yet.
 * @throws UserError WECHATY_PUPPET_UNSET, WECHATY_PUPPET_UNKNOWN, WECHATY_TOKEN_INVALID, WECHATY_ENDPOINT_INVALID, WECHATY_MISSING,
 * WECHAT_TOKEN_UNKNOWN; any other error where the directory of tokens says nothing
 */
export async function openService(options: ServiceOptions): Promise<OpenPuppet> {
  checkOptions(options);
  const { create, fileOf } = await load(options.puppet);
  const { token } = options;
  const endpoint = options.endpoint ?? (await endpointOf(token, options.authority));
  const home = homeOf(options.home);
  const service = inHome(home, () =>
    create({ token, endpoint, ...(options.tls ? {} : { tls: OFF }) }),
  );
  // It would answer from what it knew in an earlier life, and end the process where its disk fails.
  const { _payloadStore: kept } = service;
  kept.start = kept.stop = async () => {};
  const name = createHash("sha256").update(token).digest("hex").slice(0, 12);
  kept.miscellaneous = createResume(join(home, `resume-${name}.json`));
  // A watchdog of its own resets whoever was quiet for a minute, and so stops the server: the account is logged
  // out. A start that failed does the same.
  service.reset = async () => {};
  service.onStop = async () => letGo(service);
  // Who hears that the account is logged out would log it out again, which by then may be in once more; and who
  // is in again within the same turn of the event loop would still be in, and be refused.
  service.logout = async (data) => {
    const { __currentUserId: contactId } = service;
    service.__currentUserId = undefined;
    if (contactId !== undefined) service.emit("logout", { contactId, ...(data ? { data } : {}) });
  };
  service.login = (contactId) => {
    service.__currentUserId = contactId;
    service.emit("login", { contactId });
  };
  // A picture whose answer was lost would be sent once more.
  service.messageSendFileStream = () => Promise.reject(new Error("the picture was not answered"));
  // An error that nobody listens to ends the process, and letting go of the line makes one.
  service.on("error", () => {});
  return { puppet: service, fileOf, disconnect: () => letGo(service) };
}

/** @throws UserError what `openService` throws before it loads anything */
export function checkOptions({ puppet, token, endpoint }: ServiceOptions): void {
  const known = Object.keys(PACKAGES).join(", ");
  if (puppet === "") throw new UserError("WECHATY_PUPPET_UNSET", { known });
  if (!Object.hasOwn(PACKAGES, puppet))
    throw new UserError("WECHATY_PUPPET_UNKNOWN", { puppet, known });
  if (!/^[^\s_][^\s]*_[^\s]+$/.test(token)) throw new UserError("WECHATY_TOKEN_INVALID");
  if (endpoint !== undefined && !/^[\w.-]+:\d{1,5}$|^\[[\da-f:]+\]:\d{1,5}$/i.test(endpoint))
    throw new UserError("WECHATY_ENDPOINT_INVALID");
}

const OFF = { disable: true };

async function load(puppet: string): Promise<Package> {
  try {
    return await (PACKAGES[puppet] as () => Promise<Package>)();
  } catch (error) {
    if (codeOf(error) !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UserError("WECHATY_MISSING", { puppet });
  }
}

function homeOf(home: string): string {
  const folder = resolve(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/**
 * When they are made, the packages put a folder named after the token into the home folder, and @juzi's opens a
 * database there unless it is told to keep nothing.
 */
function inHome<T>(folder: string, create: () => T): T {
  const there = {
    HOME: folder,
    USERPROFILE: folder,
    WECHATY_PUPPET_SERVICE_DISABLE_EVENT_CACHE: "true",
  };
  const before = Object.keys(there).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, there);
  try {
    return create();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

function letGo(service: Service): void {
  service.stopHealthCheck?.();
  const line = service._grpcManager;
  try {
    // The package only stops reading it: the server would go on telling it, and the next client would hear nothing.
    line?.eventStream?.cancel();
    line?.stopStream();
    line?.destroyClient();
  } catch {
    // Whatever is wrong with it, it isn't asked again.
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
