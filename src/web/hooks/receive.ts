import type { Hook, HookSecret, Received } from "./hook.js";
import { receiveGeneric } from "./sources/generic.js";
import { receiveShopify } from "./sources/shopify.js";
import { receiveWechatShop } from "./sources/wechat-shop.js";
import { receiveWooCommerce } from "./sources/woocommerce.js";
import { receiveYouzan } from "./sources/youzan.js";

/** Verifies and reads a request by its source's scheme. @throws HookRefusal 400, 401 or 409. */
export function receive(hook: Hook, secret: HookSecret): Received {
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
