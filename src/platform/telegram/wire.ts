/** The parts of Telegram's updates that are read here; everything else is ignored. */
export type WireUser = {
  readonly id: number;
  readonly is_bot?: boolean;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly username?: string;
};
/** A private chat, a group, a supergroup or a channel. */
export type WireChat = {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly username?: string;
  readonly first_name?: string;
  readonly last_name?: string;
};
/** A part of a text that means something; places are UTF-16 code units. */
type WireEntity = {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly user?: WireUser;
};
/** A message, service messages included. */
export type WireMessage = {
  readonly message_id: number;
  readonly date: number;
  readonly edit_date?: number;
  /** Of a forum's topic where `is_topic_message`; else of a chain of answers. */
  readonly message_thread_id?: number;
  readonly is_topic_message?: boolean;
  readonly chat: WireChat;
  readonly from?: WireUser;
  readonly sender_chat?: WireChat;
  readonly text?: string;
  readonly caption?: string;
  readonly entities?: readonly WireEntity[];
  readonly caption_entities?: readonly WireEntity[];
  /** Of servers since Bot API 7.0, and of those before. */
  readonly forward_origin?: unknown;
  readonly forward_date?: number;
  readonly is_automatic_forward?: boolean;
  readonly via_bot?: WireUser;
  readonly reply_to_message?: {
    readonly from?: WireUser;
    readonly forum_topic_created?: unknown;
  };
  /** One picture in several sizes. */
  readonly photo?: readonly WirePhotoSize[];
  readonly migrate_to_chat_id?: number;
};
/** A picture in one size. */
type WirePhotoSize = { readonly file_id: string; readonly file_size?: number };
/** A link by which people join; `name` is what its creator called it. */
export type WireInviteLink = { readonly creator?: WireUser; readonly name?: string };
/** One person's standing in a chat. */
export type WireMember = {
  readonly status: string;
  readonly user: WireUser;
  readonly is_member?: boolean;
  readonly can_invite_users?: boolean;
};
/** A change of one person's standing in a chat. */
export type WireMemberUpdate = {
  readonly chat: WireChat;
  readonly date: number;
  readonly old_chat_member: WireMember;
  readonly new_chat_member: WireMember;
  /** By which they joined, where they did by a link. */
  readonly invite_link?: WireInviteLink;
};
/** A person who asks to join. */
export type WireJoinRequest = {
  readonly chat: WireChat;
  readonly from: WireUser;
  readonly date: number;
  readonly user_chat_id?: number;
  readonly invite_link?: WireInviteLink;
};
/** One update, with at most one of its parts. */
export type WireUpdate = {
  readonly update_id: number;
  readonly message?: WireMessage;
  readonly edited_message?: WireMessage;
  readonly my_chat_member?: WireMemberUpdate;
  readonly chat_member?: WireMemberUpdate;
  readonly chat_join_request?: WireJoinRequest;
};
