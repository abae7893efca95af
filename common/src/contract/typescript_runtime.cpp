// SPDX-License-Identifier: Apache-2.0
#include "contract/typescript_runtime.hpp"

namespace bff::contract {

std::string_view typescript_public_part() {
  return R"ts(/** Where the gateway is, and what goes with every request to it. */
export interface Gateway {
  /** Such as "https://api.example.com", without a slash at its end; "" is the page's own origin. */
  readonly baseUrl: string;
  /** Header fields such as `authorization`, asked for before each request. */
  readonly headers?: (route: string) => HeadersInit | Promise<HeadersInit>;
  /** Whether cookies go along: RequestInit's, "same-origin" when it is left out. */
  readonly credentials?: RequestCredentials;
  /** Sends requests instead of the global fetch. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** What every request can say besides its parameters. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** For fetch; what the route and its parameters say goes before it. */
  readonly init?: Omit<RequestInit, "method" | "body" | "signal">;
  /** Sees the answer before its body is read: its status and its header fields. */
  readonly onResponse?: (response: Response) => void;
}

/** RFC 9457: what went wrong. */
export interface Problem {
  /** Stable, made to be compared: "urn:bff:upstream-timeout". */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  /** The route's call that failed. */
  readonly call?: string;
  /** The input at fault: "query.recent". */
  readonly parameter?: string;
  /** What the service found wrong with its request; `field` is its own name. */
  readonly violations?: readonly { field?: string; description?: string; reason?: string }[];
  /** A constant of the service's: "CARD_EXPIRED". */
  readonly reason?: string;
  readonly domain?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly retry_after?: number;
  readonly preconditions?: readonly { type?: string; subject?: string; description?: string }[];
  readonly quota?: readonly { subject?: string; description?: string }[];
  readonly resource?: { type?: string; name?: string; description?: string };
  readonly links?: readonly { description?: string; url: string }[];
  readonly request_id?: string;
  /** In `_errors`: the keys of the answer that this failure left null or defaulted. */
  readonly paths?: readonly string[];
  readonly [member: string]: unknown;
}

/** Thrown when the answer is no success. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly response: Response,
  ) {
    super(problem.detail === undefined ? problem.title : `${problem.title}: ${problem.detail}`);
    this.name = "ProblemError";
  }
}
)ts";
}

std::string_view typescript_send_part() {
  return R"ts(
interface Call {
  readonly route: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** The body goes as it is, with the content type of `init`. */
  readonly raw?: boolean;
  readonly redirects?: boolean;
  readonly accept?: string;
}

async function send(gateway: Gateway, options: CallOptions, call: Call): Promise<Response> {
  const headers = new Headers(await gateway.headers?.(call.route));
  new Headers(options.init?.headers).forEach((value, name) => headers.set(name, value));
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    if (value !== undefined) headers.set(name, String(value));
  }
  const accept = call.accept ?? "application/json";
  if (!headers.has("accept")) headers.set("accept", `${accept}, application/problem+json`);
  const init: RequestInit = { ...options.init, method: call.method, headers };
  if (call.raw === true) {
    init.body = call.body as BodyInit;
  } else if (call.body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(call.body);
  }
  if (options.signal !== undefined) init.signal = options.signal;
  if (gateway.credentials !== undefined) init.credentials ??= gateway.credentials;
  if (call.redirects === true) init.redirect = "manual";
  const response = await (gateway.fetch ?? fetch)(gateway.baseUrl + call.path, init);
  options.onResponse?.(response);
  // A browser shows a redirect that it does not follow as status 0.
  const redirected = response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
  if (response.ok || (call.redirects === true && redirected)) return response;
  throw new ProblemError(await problemOf(response), response);
}

/** The problem that an answer holds; one that something else than the gateway sent has none. */
async function problemOf(response: Response): Promise<Problem> {
  if (response.headers.get("content-type")?.startsWith("application/problem+json") === true) {
    try {
      return (await response.json()) as Problem;
    } catch {
      // cut off on its way
    }
  }
  return { type: "about:blank", title: response.statusText, status: response.status };
}
)ts";
}

std::string_view typescript_segment_part() {
  return R"ts(
/** A variable of a path. Empty, or dots, it would name another resource. */
function segment(value: string | number | boolean): string {
  const text = encodeURIComponent(value);
  if (text === "" || text === "." || text === "..") throw new RangeError(`"${text}" cannot stand in a path`);
  return text;
}
)ts";
}

std::string_view typescript_segments_part() {
  return R"ts(
/** A variable that is several segments of a path, with slashes between them. */
function segments(value: string | number | boolean): string {
  return String(value).split("/").map(segment).join("/");
}
)ts";
}

std::string_view typescript_text_lines_part() {
  return R"ts(
/** The lines of a body as they come. Who stops before the end closes the stream. */
async function* textLines(response: Response): AsyncGenerator<string, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
        yield text.slice(0, end);
        text = text.slice(end + 1);
      }
    }
  } finally {
    await reader.cancel();
  }
}
)ts";
}

std::string_view typescript_lines_part() {
  return R"ts(
/** The messages of a stream as they come; throws the problem that ends it. */
async function* lines<Message>(response: Response): AsyncGenerator<Message, void, undefined> {
  for await (const line of textLines(response)) {
    const message: unknown = JSON.parse(line);
    const end = message as { readonly _error?: Problem } | null;
    if (end?._error !== undefined) throw new ProblemError(end._error, response);
    yield message as Message;
  }
}
)ts";
}

std::string_view typescript_events_part() {
  return R"ts(
/** The messages of a stream as they come; throws the problem that ends it. */
async function* events<Message>(response: Response): AsyncGenerator<Message, void, undefined> {
  let name = "";
  let data = "";
  for await (const line of textLines(response)) {
    if (line.startsWith("event: ")) name = line.slice(7);
    if (line.startsWith("data: ")) data = line.slice(6);
    if (line !== "" || data === "") continue;
    if (name === "error") throw new ProblemError(JSON.parse(data) as Problem, response);
    yield JSON.parse(data) as Message;
    name = data = "";
  }
}
)ts";
}

std::string_view typescript_search_part() {
  return R"ts(
type Scalar = string | number | boolean;

function search(parameters: readonly (readonly [string, Scalar | readonly Scalar[] | undefined])[]): string {
  let text = "";
  for (const [name, value] of parameters) {
    for (const one of typeof value === "object" ? value : value === undefined ? [] : [value]) {
      text += `${text === "" ? "?" : "&"}${encodeURIComponent(name)}=${encodeURIComponent(one)}`;
    }
  }
  return text;
}
)ts";
}

}  // namespace bff::contract
