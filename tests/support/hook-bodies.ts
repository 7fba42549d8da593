/** Bodies as the senders write them, cut to what matters. */
export const bodies = {
  generic: JSON.stringify({
    id: "A1001",
    status: "paid",
    currency: "CNY",
    amount: "61.00",
    paid_at: "2026-10-20T11:59:00+08:00",
    modified_at: "2026-10-20T11:59:00+08:00",
    coupons: ["TTAB12CD"],
    platform_ids: ["telegram:10001"],
    phone: "13800138000",
    lines: [{ sku: "jasmine-l", qty: 2, amount: "61.00" }],
  }),
  shopify: (change: Record<string, unknown> = {}) =>
    JSON.stringify({
      id: 5678901234567,
      test: false,
      currency: "CNY",
      total_price: "61.00",
      financial_status: "paid",
      cancelled_at: null,
      created_at: "2026-10-20T11:50:00+08:00",
      processed_at: "2026-10-20T11:59:00+08:00",
      updated_at: "2026-10-20T11:59:00+08:00",
      phone: null,
      customer: { id: 987, phone: "+8613800138000" },
      discount_codes: [{ code: "TTAB12CD", amount: "5.00", type: "fixed_amount" }],
      line_items: [
        {
          id: 1,
          sku: "jasmine-l",
          title: "茉莉青",
          quantity: 2,
          price: "33.00",
          total_discount: "5.00",
        },
      ],
      refunds: [],
      ...change,
    }),
  shopifyRefund: JSON.stringify({
    id: 42,
    order_id: 5678901234567,
    created_at: "2026-10-20T11:59:30+08:00",
    refund_line_items: [
      { id: 7, line_item_id: 5678901234599, quantity: 1, subtotal: "10.00" },
      { id: 8, line_item_id: 2, quantity: 0 },
    ],
    transactions: [
      { amount: "10.00", kind: "refund", status: "success", currency: "CNY" },
      { amount: "99.00", kind: "refund", status: "failure", currency: "CNY" },
    ],
  }),
  woocommerce: (change: Record<string, unknown> = {}) =>
    JSON.stringify({
      id: 727,
      status: "processing",
      currency: "CNY",
      total: "61.00",
      date_created_gmt: "2026-10-20T03:50:00",
      date_modified_gmt: "2026-10-20T03:59:00",
      date_paid_gmt: "2026-10-20T03:59:00",
      customer_id: 0,
      billing: { phone: "138 0013 8000" },
      coupon_lines: [{ id: 1, code: "ttab12cd" }],
      line_items: [{ id: 9, sku: "", name: "茉莉青", quantity: 2, total: "61.00" }],
      refunds: [{ id: 800, reason: "", total: "-10.00" }],
      ...change,
    }),
  youzan: {
    order_promotion: { adjust_fee: "0.00" },
    refund_order: [
      { refund_id: "201903261025110000010006", refund_fee: "10.00", refund_state: 60 },
      { refund_id: "201903261025110000010007", refund_fee: "9.00", refund_state: 1 },
    ],
    full_order_info: {
      order_info: {
        tid: "E20261020115900000600011",
        status: "WAIT_SELLER_SEND_GOODS",
        created: "2026-10-20 11:50:00",
        pay_time: "2026-10-20 11:59:00",
        update_time: "2026-10-20 11:59:00",
      },
      pay_info: { payment: "61.00", total_fee: "66.00" },
      buyer_info: {
        buyer_id: 695120984,
        outer_user_id: "oaePdw8j7mWPM",
        buyer_phone: "13800138000",
      },
      orders: [{ oid: "1494948796465942441", title: "茉莉青 100%", num: 2, payment: "61.00" }],
    },
  },
  youzanRefund: {
    tid: "E20261020115900000600011",
    refund_id: "201903261025110000010007",
    refunded_fee: "9.00",
    update_time: "2026-10-20 11:59:30",
  },
  wechat: (event = "channels_ec_order_pay", order = "3705115058471208928") =>
    `{"ToUserName":"gh_1","FromUserName":"o9AgO5","CreateTime":1792468740,"MsgType":"event","Event":"${event}","order_info":{"order_id":${order},"pay_time":1792468740}}`,
};
