/** Why WeChat doesn't do it. */
const WORDS = {
  no_such_person: "the contact does not exist",
  no_such_room: "the room does not exist",
  no_such_message: "the message does not exist",
  no_such_card: "the invitation does not exist",
  no_such_request: "the friend request does not exist",
  not_a_member: "not a member of the room",
  not_the_owner: "only the room's owner and admins may do that",
  not_a_friend: "not a friend",
  not_yours: "the message is not yours",
  too_late: "sent more than 2 minutes ago",
  full: "the room is full",
  code_closed: "the room has 200 members: its QR code is closed",
  code_ran_out: "the QR code has run out",
  not_verified: "the room has 100 members: only verified people may join",
  logged_out: "nobody is logged in",
  text_is_empty: "the text is empty",
} as const;
export type RefusalCode = keyof typeof WORDS;

/** What WeChat refuses. */
export class WechatRefusal extends Error {
  constructor(readonly code: RefusalCode) {
    super(WORDS[code]);
    this.name = "WechatRefusal";
  }
}
