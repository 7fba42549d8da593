const KIND =
  "(?:(?:real|actual|live|living|human|chat|virtual|automated) ?){0,3}(?:(?:automated|automatic|auto) (?:reply|response|message|answer)|auto ?reply|bot|chatbot|robot|human|human being|person|people|ai|machine|program|software|real|automated|chatgpt|gpt|assistant)";
const A =
  "(?:an? |the |just an? |actually an? |really an? |actually |really |even |some kind of (?:an? )?|some )?";
const OR = `(?: or ${A}${KIND}){0,2}`;
const FIRST =
  "(?:(?:hi|hello|hey|so|wait|but|ok|tell me|sorry|excuse me|seriously|honestly) ){0,3}";
const LAST = "(?: (?:or what|or not|right|here|then|though|please|lol|btw|too))?";

/** Said as questions, whatever mark stands behind them. */
const QUESTION = new RegExp(
  `^${FIRST}(?:(?:are|r|is|arent) (?:you|u|this|it|that) (?:not )?${A}${KIND}${OR}` +
    `|am i (?:texting|messaging|dming) ${A}${KIND}` +
    `|(?:am i|do i|did i|have i been) (?:really |actually |just )?(?:talk|speak|chat|talking|speaking|chatting|texting|writing) (?:to|with) ${A}${KIND}${OR}` +
    `|is (?:there|this) ${A}(?:any )?${KIND}(?: (?:here|there|in here|behind this))?(?: or (?:(?:is|are) (?:this|it|you) )?${A}${KIND})?` +
    `|is (?:anyone|anybody|somebody|someone) (?:here |there )?(?:${A}${KIND})(?: here| there)?` +
    `|(?:you are|youre|u r) not ${A}${KIND} (?:are|r) (?:you|u))${LAST}$`,
  "u",
);
/** Questions by their mark alone. */
const MARKED = new RegExp(
  `^${FIRST}(?:(?:you are|youre|you|u|u r|ur|its|this is) )?${A}${KIND}${OR}${LAST}$`,
  "u",
);

/** Whether an English clause asks who hears it if that is a bot. @param marked it ends in a question mark */
export const asksInEnglish = (said: string, marked: boolean): boolean =>
  QUESTION.test(said) || (marked && MARKED.test(said));
