/** The id of a platform's first account, or of a further one by its name. */
export const accountId = (platform: string, name?: string): string =>
  name === undefined ? platform : `${platform}:${name}`;
