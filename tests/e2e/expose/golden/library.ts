// Generated for the client 'web' from the gateway's routes and protos; changes here are lost.

/** Where the gateway is, and what goes with every request to it. */
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

/** library.v1.Book */
export interface Book {
  /** "shelves/1/books/2" */
  name: string;
  title: string;
  pages: string;
  genre: Genre;
  published: string | null;
  labels: Record<string, string>;
  note: string | null;
}

/** library.v1.Genre */
export type Genre = "UNSPECIFIED" | "NOVEL" | "POETRY" | number;

/** library.v1.Books */
export interface Books {
  books: Book[];
  total: number;
}

/** library.v1.Book */
export interface BookInput {
  /** "shelves/1/books/2" */
  name?: string;
  title?: string;
  pages?: string;
  genre?: Genre;
  published?: string | null;
  labels?: Record<string, string>;
  note?: string | null;
}

export interface FeedRequest extends CallOptions {}

export interface FeedResponse {
  number: string;
}

/**
 * GET /v1/feed
 * @throws {ProblemError} when the answer is no success
 */
export async function* feed(gateway: Gateway, request: FeedRequest = {}): AsyncGenerator<FeedResponse, void, undefined> {
  const response = await send(gateway, request, {
    route: "feed",
    method: "GET",
    path: `/v1/feed`,
    accept: "text/event-stream",
  });
  yield* events<FeedResponse>(response);
}

export interface LibraryGetBookRequest extends CallOptions {
  readonly path: {
    readonly name: string;
  };
}

export type LibraryGetBookResponse = Book;

/**
 * GET /v1/{name=shelves/*\/books/*}
 * @throws {ProblemError} when the answer is no success
 */
export async function libraryGetBook(gateway: Gateway, request: LibraryGetBookRequest): Promise<LibraryGetBookResponse> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/GetBook",
    method: "GET",
    path: `/v1/${segments(request.path.name)}`,
  });
  return (await response.json()) as LibraryGetBookResponse;
}

export interface LibraryGetBook2Request extends CallOptions {
  readonly path: {
    readonly name: string;
  };
}

export type LibraryGetBook2Response = Book;

/**
 * GET /v1/books/{name}
 * @throws {ProblemError} when the answer is no success
 */
export async function libraryGetBook2(gateway: Gateway, request: LibraryGetBook2Request): Promise<LibraryGetBook2Response> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/GetBook#2",
    method: "GET",
    path: `/v1/books/${segment(request.path.name)}`,
  });
  return (await response.json()) as LibraryGetBook2Response;
}

export interface LibraryListRequest extends CallOptions {
  readonly path: {
    readonly parent: string;
  };
  readonly query?: {
    readonly pageSize?: number;
    readonly "filter.genres"?: readonly Genre[];
    readonly "filter.leastPages"?: string;
  };
}

export type LibraryListResponse = Books;

/**
 * GET /v1/{parent=shelves/*}/books
 * @throws {ProblemError} when the answer is no success
 */
export async function libraryList(gateway: Gateway, request: LibraryListRequest): Promise<LibraryListResponse> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/List",
    method: "GET",
    path: `/v1/${segments(request.path.parent)}/books` + search([
      ["pageSize", request.query?.pageSize],
      ["filter.genres", request.query?.["filter.genres"]],
      ["filter.leastPages", request.query?.["filter.leastPages"]],
    ]),
  });
  return (await response.json()) as LibraryListResponse;
}

export interface LibraryListTitlesRequest extends CallOptions {
  readonly path: {
    readonly parent: string;
  };
  readonly query?: {
    readonly pageSize?: number;
    readonly "filter.genres"?: readonly Genre[];
    readonly "filter.leastPages"?: string;
  };
}

export type LibraryListTitlesResponse = Book[];

/**
 * GET /v1/{parent=shelves/*}/titles
 * @throws {ProblemError} when the answer is no success
 */
export async function libraryListTitles(gateway: Gateway, request: LibraryListTitlesRequest): Promise<LibraryListTitlesResponse> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/ListTitles",
    method: "GET",
    path: `/v1/${segments(request.path.parent)}/titles` + search([
      ["pageSize", request.query?.pageSize],
      ["filter.genres", request.query?.["filter.genres"]],
      ["filter.leastPages", request.query?.["filter.leastPages"]],
    ]),
  });
  return (await response.json()) as LibraryListTitlesResponse;
}

export interface LibraryCreateRequest extends CallOptions {
  readonly path: {
    readonly parent: string;
  };
  readonly query?: {
    readonly dryRun?: boolean;
  };
  readonly body: BookInput;
}

export type LibraryCreateResponse = Book;

/**
 * POST /v1/{parent=shelves/*}/books
 * @throws {ProblemError} when the answer is no success
 */
export async function libraryCreate(gateway: Gateway, request: LibraryCreateRequest): Promise<LibraryCreateResponse> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/Create",
    method: "POST",
    path: `/v1/${segments(request.path.parent)}/books` + search([
      ["dryRun", request.query?.dryRun],
    ]),
    body: request.body,
  });
  return (await response.json()) as LibraryCreateResponse;
}

export interface LibraryUpdateRequest extends CallOptions {
  readonly path: {
    readonly "book.name": string;
  };
  readonly query?: {
    readonly updateMask?: string;
  };
  readonly body: BookInput;
}

export type LibraryUpdateResponse = Book;

/**
 * PATCH /v1/{book.name=shelves/*\/books/*}
 * @throws {ProblemError} when the answer is no success
 */
export async function libraryUpdate(gateway: Gateway, request: LibraryUpdateRequest): Promise<LibraryUpdateResponse> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/Update",
    method: "PATCH",
    path: `/v1/${segments(request.path["book.name"])}` + search([
      ["updateMask", request.query?.updateMask],
    ]),
    body: request.body,
  });
  return (await response.json()) as LibraryUpdateResponse;
}

export interface LibraryMoveRequest extends CallOptions {
  readonly path: {
    readonly name: string;
  };
  readonly body: {
    to?: string;
  };
}

export type LibraryMoveResponse = Book;

/**
 * POST /v1/{name=shelves/*\/books/*}:move
 * @throws {ProblemError} when the answer is no success
 */
export async function libraryMove(gateway: Gateway, request: LibraryMoveRequest): Promise<LibraryMoveResponse> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/Move",
    method: "POST",
    path: `/v1/${segments(request.path.name)}:move`,
    body: request.body,
  });
  return (await response.json()) as LibraryMoveResponse;
}

export interface LibraryDeleteRequest extends CallOptions {
  readonly path: {
    readonly name: string;
  };
}

export type LibraryDeleteResponse = Record<string, never>;

/**
 * DELETE /v1/{name=shelves/*\/books/*}
 * @throws {ProblemError} when the answer is no success
 */
export async function libraryDelete(gateway: Gateway, request: LibraryDeleteRequest): Promise<LibraryDeleteResponse> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/Delete",
    method: "DELETE",
    path: `/v1/${segments(request.path.name)}`,
  });
  return (await response.json()) as LibraryDeleteResponse;
}

export interface LibraryCoverRequest extends CallOptions {
  readonly path: {
    readonly name: string;
  };
}

export type LibraryCoverResponse = Blob;

/**
 * GET /v1/{name=shelves/*\/books/*}/cover
 * @throws {ProblemError} when the answer is no success
 */
export async function libraryCover(gateway: Gateway, request: LibraryCoverRequest): Promise<LibraryCoverResponse> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/Cover",
    method: "GET",
    path: `/v1/${segments(request.path.name)}/cover`,
  });
  return await response.blob();
}

export interface LibrarySetCoverRequest extends CallOptions {
  readonly body: Blob | ArrayBuffer | string;
}

export type LibrarySetCoverResponse = Book;

/**
 * PUT /v1/cover
 * @throws {ProblemError} when the answer is no success
 */
export async function librarySetCover(gateway: Gateway, request: LibrarySetCoverRequest): Promise<LibrarySetCoverResponse> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/SetCover",
    method: "PUT",
    path: `/v1/cover`,
    body: request.body,
    raw: true,
  });
  return (await response.json()) as LibrarySetCoverResponse;
}

export interface LibraryWatchRequest extends CallOptions {
  readonly path: {
    readonly parent: string;
  };
  readonly query?: {
    readonly count?: number;
    readonly size?: number;
    readonly failWith?: number;
  };
}

export type LibraryWatchResponse = Book;

/**
 * GET /v1/{parent=shelves/*}/watch
 * @throws {ProblemError} when the answer is no success
 */
export async function* libraryWatch(gateway: Gateway, request: LibraryWatchRequest): AsyncGenerator<LibraryWatchResponse, void, undefined> {
  const response = await send(gateway, request, {
    route: "library.v1.Library/Watch",
    method: "GET",
    path: `/v1/${segments(request.path.parent)}/watch` + search([
      ["count", request.query?.count],
      ["size", request.query?.size],
      ["failWith", request.query?.failWith],
    ]),
    accept: "application/x-ndjson",
  });
  yield* lines<LibraryWatchResponse>(response);
}

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

/** A variable of a path. Empty, or dots, it would name another resource. */
function segment(value: string | number | boolean): string {
  const text = encodeURIComponent(value);
  if (text === "" || text === "." || text === "..") throw new RangeError(`"${text}" cannot stand in a path`);
  return text;
}

/** A variable that is several segments of a path, with slashes between them. */
function segments(value: string | number | boolean): string {
  return String(value).split("/").map(segment).join("/");
}

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

/** The messages of a stream as they come; throws the problem that ends it. */
async function* lines<Message>(response: Response): AsyncGenerator<Message, void, undefined> {
  for await (const line of textLines(response)) {
    const message: unknown = JSON.parse(line);
    const end = message as { readonly _error?: Problem } | null;
    if (end?._error !== undefined) throw new ProblemError(end._error, response);
    yield message as Message;
  }
}

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
