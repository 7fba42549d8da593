import { dirty, type Happening } from "./happening.js";
import { WechatRefusal } from "./refusal.js";
import { nextId, personOf, type World } from "./state.js";

/** Somebody wants to be the bot's friend. @returns the request's id, and what is told of it */
export function askToBeFriends(world: World, from: string, hello: string) {
  personOf(world, from).friend = false;
  const id = nextId(world, "request");
  world.state.requests[id] = { id, from, hello, at: world.now() };
  const told: Happening = { event: "friendship", payload: { friendshipId: id } };
  return { id, told: [told] };
}

/** The bot accepts. @throws WechatRefusal */
export function befriend(world: World, request: string): Happening[] {
  const asked = world.state.requests[request];
  if (!asked) throw new WechatRefusal("no_such_request");
  const person = personOf(world, asked.from);
  person.friend = true;
  return [dirty("contact", person.id)];
}
