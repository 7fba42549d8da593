import { request } from "node:http";

const KIB = 1_024;
const MIB = KIB * KIB;

/** A request that nobody signed. */
export type Hostile = {
  readonly path: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without its length told. */
  readonly chunked?: true;
};

/**
 * Signatures of the right form and the wrong value: without them some are refused even sooner. The path is
 * that behind `/hooks/<client>/`.
 */
const signedWrong = (): Readonly<Record<string, Pick<Hostile, "path" | "headers">>> => ({
  generic: {
    path: "generic",
    headers: {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(Date.now() / 1_000)),
      "webhook-signature": `v1,${"A".repeat(43)}= `.repeat(100),
    },
  },
  shopify: {
    path: "shopify",
    headers: { "x-shopify-hmac-sha256": `${"A".repeat(43)}=`, "x-shopify-topic": "orders/paid" },
  },
  woocommerce: {
    path: "woocommerce",
    headers: { "x-wc-webhook-signature": `${"A".repeat(43)}=` },
  },
  youzan: { path: "youzan", headers: { "event-sign": "0".repeat(32) } },
  "youzan unsigned": { path: "youzan" },
  weixin: { path: `weixin?timestamp=1&nonce=1&msg_signature=${"0".repeat(40)}` },
  nobody: { path: "nobody" },
});

/** The largest body that is read of each. */
const SIZES: Readonly<Record<string, number>> = {
  generic: 256 * KIB,
  youzan: 256 * KIB,
  "youzan unsigned": 256 * KIB,
  shopify: 512 * KIB,
  woocommerce: 512 * KIB,
  weixin: 32 * KIB,
};

const PIECES: Readonly<Record<string, string>> = {
  quotes: '\\"',
  "open strings": '"',
  "deep arrays": "[",
  "deep objects": '{"a":',
  "broad objects": "{},",
  numbers: "9007199254740993,",
  escapes: '"\\u4e00",',
  xml: "<a>",
};

/** Every piece, repeated up to its source's largest body, and what is not of one piece, for a source of each kind. */
export function hostileRequests(client: string): ReadonlyMap<string, Hostile> {
  const all = new Map<string, Hostile>();
  for (const [name, { path, headers }] of Object.entries(signedWrong())) {
    const signed = { path: `/hooks/${client}/${path}`, ...(headers ? { headers } : {}) };
    const size = SIZES[name] ?? MIB;
    for (const [kind, piece] of Object.entries(PIECES)) {
      const body = piece.repeat(Math.floor(size / piece.length));
      all.set(`${name}: ${kind}`, { ...signed, body });
    }
    all.set(`${name}: a broad array`, { ...signed, body: `[${"1,".repeat(size / 2 - 2)}1]` });
    all.set(`${name}: one long text`, { ...signed, body: `{"msg":"${"x".repeat(size - 16)}"}` });
    all.set(`${name}: no UTF-8`, { ...signed, body: Buffer.alloc(size, 0xff) });
    all.set(`${name}: chunked`, { ...signed, body: Buffer.alloc(size, "x"), chunked: true });
    all.set(`${name}: too large`, { ...signed, body: Buffer.alloc(4 * MIB, "x") });
  }
  return all;
}

/** Waits until the connection is closed. @returns the status, or 0 when it was cut before it was heard. */
export async function sendHostile(url: string, hostile: Hostile): Promise<number> {
  const { path, body, headers = {}, chunked } = hostile;
  const length = chunked ? {} : { "content-length": Buffer.byteLength(body) };
  const options = { method: "POST", agent: false, headers: { ...headers, ...length } };
  const asked = request(url + path, options);
  let status = 0;
  asked.on("response", (answer) => {
    status = answer.statusCode ?? 0;
    answer.on("error", () => {}).resume();
  });
  // A body that is refused is cut off: that is an answer too.
  asked.on("error", () => {});
  asked.on("socket", (socket) => socket.on("error", () => {}));
  const closed = new Promise((resolve) => asked.on("close", resolve));
  asked.end(body);
  await closed;
  return status;
}
