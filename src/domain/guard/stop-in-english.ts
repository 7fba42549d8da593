import { oneOf } from "../../core/text/clauses.js";

/* As in Chinese: a clause is a request to end the messages from its first word to its last, or it is none. */
const PLEASE =
  "(?:(?:please|pls|plz|kindly|just|now|hi|hello|hey|ok|okay|can you|could you|would you|will you|i want to|i wanna|i would like to|id like to|i want you to|you|guys) ){0,4}";
const ENDINGS =
  "(?: (?:please|pls|plz|now|thanks|thank you|thx|it|this|here|already|immediately|right now|ok|any ?more|again|ever|ever again|at all|for good)){0,4}";
const WHICH =
  "(?:(?:any|all|more|of|the|these|this|those|your|such|further|other|promotional|marketing|group|bot) ){0,4}";
const NEWS = oneOf(
  "messages? texts? ads? adverts? advertisements? advertising spam promos? promotions? notifications? updates? emails? newsletters? news broadcasts? dms? pms? reminders? subscriptions? things? stuff anything notices?",
);
const BOTHERING = oneOf(
  "texting messaging spamming bothering contacting disturbing notifying pinging tagging dming annoying bugging pestering harassing calling",
);
const BOTHER = oneOf(
  "text message spam bother contact disturb notify ping tag dm pm annoy bug pester harass call",
);
const END =
  "(?:unsubscribe|unsub|opt ?-?out|opt me out|cancel(?= (?:(?:my|the|this|these|your) )?(?:subscription|notifications|messages|ads))|end(?= (?:my|the|this) subscription))";
const NEVER = "(?:dont|do not|never|no longer|stop)";

const STOPS = [
  `${END}(?: me)?(?: (?:from|of))?(?: ${WHICH}${NEWS}| (?:(?:my|the|this|your) )?(?:subscription|list|group)| everything| all| these| this)?`,
  `stop(?: ${WHICH}${NEWS})?`,
  `(?:stop|quit) ${BOTHERING}(?: me| us)?(?: with ${WHICH}${NEWS})?`,
  `(?:stop|quit) sending(?: me| us)?(?: ${WHICH}${NEWS})(?: to (?:me|us))?`,
  `(?:stop|quit) sending(?: me| us)?(?: these| this| that| those| it)?`,
  `${NEVER} ${BOTHER} (?:me|us)(?: with ${WHICH}${NEWS})?`,
  `${NEVER} send(?: me| us)?(?: ${WHICH}${NEWS})(?: to (?:me|us))?`,
  `(?:no|enough)(?: more)?(?: (?:of|with))? ${WHICH}${NEWS}`,
  "leave (?:me|us) (?:alone|be|in peace)",
  "(?:remove|take|delete|drop) me(?: off)?(?: (?:off|from)(?: (?:of|the|your|this|that|mailing|contact|broadcast|sms|group)){0,4} (?:list|lists|group|database))?",
  `i (?:dont|do not|no longer) (?:want|wish|need|like)(?: to)?(?: (?:receive|get|see|have|hear))? ${WHICH}${NEWS}(?: from (?:you|this))?`,
  "t ?d",
];
export const STOPS_ALL_IN_ENGLISH = new RegExp(`^${PLEASE}(?:${STOPS.join("|")})${ENDINGS}$`, "u");

/** @param topic words for what the messages are about, as a regular expression */
export function stopsAboutInEnglish(topic: string): RegExp {
  const news = `${WHICH}(?:${topic})(?: ${NEWS})?`;
  const forms = [
    `${END}(?: me)?(?: from)? ${news}`,
    `stop ${news}`,
    `(?:stop|quit) sending(?: me| us)? ${news}`,
    `${NEVER} send(?: me| us)? ${news}`,
    `(?:no|enough)(?: more)? ${news}`,
  ];
  return new RegExp(`^${PLEASE}(?:${forms.join("|")})${ENDINGS}$`, "u");
}

export const STARTS_AGAIN_IN_ENGLISH = new RegExp(
  `^${PLEASE}(?:(?:re-?)?subscribe(?: me)?(?: again)?|opt ?-?(?:back )?in|opt me (?:back )?in)${ENDINGS}$`,
  "u",
);

const COMPLAINS =
  /\b(?:spam|spamming|annoying|enough|too (?:many|much|often)|messages|ads|bother|tired|sick of|not interested|no longer|dont (?:need|want|like)|sorry|bye)\b/u;
const POLITE = /^(?:please|pls|plz|hi|hello|hey|ok|okay|thanks?|thank you|thx|no|you guys)$/u;

/** What goes with such a wish in other clauses. */
export const goesWithInEnglish = (said: string): boolean =>
  POLITE.test(said) || COMPLAINS.test(said);
