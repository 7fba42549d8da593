/** What is wrong with the file of accounts, or with what is said of them. */
export const accountCodes = {
  ACCOUNT_SECRET: "error",
  ACCOUNT_VARIABLE: "error",
  ACCOUNT_ENDPOINT: "error",
  ACCOUNT_TWICE: "error",
  ACCOUNT_TOKEN_TWICE: "error",
  ACCOUNT_WECHAT_ONLY: "error",
  ACCOUNT_PUPPET: "error",
  ACCOUNT_UNKNOWN: "error",
  ACCOUNT_FILE_TWICE: "error",
  ACCOUNT_LIMIT_CROSSED: "error",
  ACCOUNT_LIMIT_IDLE: "warning",
  ACCOUNT_REAL_NAME: "warning",
} as const;
