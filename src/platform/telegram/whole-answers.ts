import http, { type Agent, type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";

/** How Node hands a request to its agent; its types leave it out. */
type Adding = { addRequest(request: ClientRequest, ...rest: readonly unknown[]): void };

/**
 * An agent whose requests fail as soon as their answer breaks off. node-fetch 2, by which telegraf calls,
 * looks for errors of the request only, and would wait for the rest of a body until the call is given up.
 */
export function agentForWholeAnswers(apiRoot = "https:"): Agent {
  const { Agent } = apiRoot.startsWith("http:") ? http : https;
  const agent = new Agent({ keepAlive: true });
  const adding = agent as unknown as Adding;
  const add = adding.addRequest.bind(agent);
  adding.addRequest = (request, ...rest) => {
    request.once("response", (answer: IncomingMessage) => {
      answer.once("error", (error) => request.emit("error", error));
    });
    add(request, ...rest);
  };
  return agent;
}
