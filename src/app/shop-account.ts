/** The account of which a client's shops are: what they tell is the work of whoever serves the client. */
export const shopAccount = (client: string): string => `shop:${client}`;
