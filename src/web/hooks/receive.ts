import type { Hook, HookSecret, Received } from "./hook.js";
import { receiveGeneric } from "./sources/generic.js";
import { receiveShopify } from "./sources/shopify.js";
import { receiveWechatShop } from "./sources/wechat-shop.js";
import { receiveWooCommerce } from "./sources/woocommerce.js";
import { receiveYouzan } from "./sources/youzan.js";
import { checkTimes } from "./timely.js";

const KIB = 1024;

/**
 * The largest body of each sender in bytes: so much is read before anybody has vouched for it. That is some
 * hundred lines of an order, of which Shopify's take 2 to 4 KiB each; 微信小店 only names an order.
 */
export const MAX_BYTES: Readonly<Record<HookSecret["kind"], number>> = {
  generic: 256 * KIB,
  "wechat-shop": 32 * KIB,
  youzan: 256 * KIB,
  shopify: 512 * KIB,
  woocommerce: 512 * KIB,
};

/**
 * A body up to this size, as most orders are, costs hardly more to check than to refuse, so it is checked however
 * often strangers use the address: else they would keep a shop's own orders out with next to no effort.
 */
export const SMALL_BYTES = 32 * KIB;

/** Verifies and reads a request by its source's scheme. @throws HookRefusal 400, 401, 415 or 503. */
export function receive(hook: Hook, secret: HookSecret): Received {
  const received = read(hook, secret);
  checkTimes(received, secret.kind, hook.now);
  return received;
}

function read(hook: Hook, secret: HookSecret): Received {
  switch (secret.kind) {
    case "generic":
      return receiveGeneric(hook, secret);
    case "wechat-shop":
      return receiveWechatShop(hook, secret);
    case "youzan":
      return receiveYouzan(hook, secret);
    case "shopify":
      return receiveShopify(hook, secret);
    case "woocommerce":
      return receiveWooCommerce(hook, secret);
  }
}
