/** The account of which a client's shops are: what they tell is the work of whoever serves the client. */
export const shopAccount = (client: string): string => `shop:${client}`;

/** Whether an account stands for a client's shops. */
export const isShopAccount = (account: string): boolean => account.startsWith(shopAccount(""));
