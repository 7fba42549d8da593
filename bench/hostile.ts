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

/** Signatures of the right form and the wrong value: without them some are refused even sooner. */
const SIGNED: Readonly<Record<string, Pick<Hostile, "path" | "headers">>> = {
  generic: {
    path: "/hooks/bench/generic",
    headers: {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(Date.now() / 1_000)),
      "webhook-signature": `v1,${"A".repeat(43)}= `.repeat(100),
    },
  },
  shopify: {
    path: "/hooks/bench/shopify",
    headers: { "x-shopify-hmac-sha256": `${"A".repeat(43)}=`, "x-shopify-topic": "orders/paid" },
  },
  woocommerce: {
    path: "/hooks/bench/woocommerce",
    headers: { "x-wc-webhook-signature": `${"A".repeat(43)}=` },
  },
  youzan: { path: "/hooks/bench/youzan", headers: { "event-sign": "0".repeat(32) } },
  "youzan unsigned": { path: "/hooks/bench/youzan" },
  weixin: { path: `/hooks/bench/weixin?timestamp=1&nonce=1&msg_signature=${"0".repeat(40)}` },
  nobody: { path: "/hooks/bench/nobody" },
};

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

/** Every piece, repeated up to its source's largest body, and what is not of one piece. */
export function hostileRequests(): ReadonlyMap<string, Hostile> {
  const all = new Map<string, Hostile>();
  for (const [name, signed] of Object.entries(SIGNED)) {
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
