/** What a puppet tells of, by its name and payload. */
export type Happening =
  | { readonly event: "message"; readonly payload: { readonly messageId: string } }
  | {
      readonly event: "room-join";
      readonly payload: {
        readonly roomId: string;
        readonly inviteeIdList: string[];
        readonly inviterId: string;
        readonly timestamp: number;
      };
    }
  | {
      readonly event: "room-leave";
      readonly payload: {
        readonly roomId: string;
        readonly removeeIdList: string[];
        readonly removerId: string;
        readonly timestamp: number;
      };
    }
  | {
      readonly event: "room-topic";
      readonly payload: {
        readonly roomId: string;
        readonly newTopic: string;
        readonly oldTopic: string;
        readonly changerId: string;
        readonly timestamp: number;
      };
    }
  | { readonly event: "room-invite"; readonly payload: { readonly roomInvitationId: string } }
  | { readonly event: "friendship"; readonly payload: { readonly friendshipId: string } }
  | {
      readonly event: "dirty";
      readonly payload: { readonly payloadType: number; readonly payloadId: string };
    };

/** `DirtyType` of wechaty-puppet. */
const DIRTY = { contact: 2, room: 3, roomMember: 4 } as const;

/** What was remembered of it is old. */
export const dirty = (what: keyof typeof DIRTY, payloadId: string): Happening => ({
  event: "dirty",
  payload: { payloadType: DIRTY[what], payloadId },
});
