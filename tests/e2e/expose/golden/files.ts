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

/** files.v1.Stored */
export interface Stored {
  folder: string;
  name: string;
  size: string;
}

/** files.v1.Note */
export interface NoteInput {
  text?: string;
}

/** files.v1.Note */
export interface Note {
  text: string;
}

export interface FilesGetRequest extends CallOptions {
  readonly path: {
    readonly name: string;
  };
  readonly query?: {
    readonly pieces?: number;
    readonly size?: number;
    readonly failWith?: number;
    readonly type?: string;
    readonly stay?: boolean;
  };
}

export type FilesGetResponse = Blob;

/**
 * GET /v1/files/{name}
 * @throws {ProblemError} when the answer is no success
 */
export async function filesGet(gateway: Gateway, request: FilesGetRequest): Promise<FilesGetResponse> {
  const response = await send(gateway, request, {
    route: "files.v1.Files/Get",
    method: "GET",
    path: `/v1/files/${segment(request.path.name)}` + search([
      ["pieces", request.query?.pieces],
      ["size", request.query?.size],
      ["failWith", request.query?.failWith],
      ["type", request.query?.type],
      ["stay", request.query?.stay],
    ]),
  });
  return await response.blob();
}

export interface FilesGetPiecesRequest extends CallOptions {
  readonly path: {
    readonly name: string;
  };
  readonly query?: {
    readonly pieces?: number;
    readonly size?: number;
    readonly failWith?: number;
    readonly type?: string;
    readonly stay?: boolean;
  };
}

export type FilesGetPiecesResponse = Blob;

/**
 * GET /v1/files/{name}/pieces
 * @throws {ProblemError} when the answer is no success
 */
export async function filesGetPieces(gateway: Gateway, request: FilesGetPiecesRequest): Promise<FilesGetPiecesResponse> {
  const response = await send(gateway, request, {
    route: "files.v1.Files/GetPieces",
    method: "GET",
    path: `/v1/files/${segment(request.path.name)}/pieces` + search([
      ["pieces", request.query?.pieces],
      ["size", request.query?.size],
      ["failWith", request.query?.failWith],
      ["type", request.query?.type],
      ["stay", request.query?.stay],
    ]),
  });
  return await response.blob();
}

export interface FilesPutRequest extends CallOptions {
  readonly path: {
    readonly folder: string;
    readonly name: string;
  };
  readonly query?: {
    readonly answerAfter?: number;
    readonly failWith?: number;
  };
  readonly body: Blob | ArrayBuffer | string;
}

export type FilesPutResponse = Stored;

/**
 * PUT /v1/{folder=folders/*}/{name}
 * @throws {ProblemError} when the answer is no success
 */
export async function filesPut(gateway: Gateway, request: FilesPutRequest): Promise<FilesPutResponse> {
  const response = await send(gateway, request, {
    route: "files.v1.Files/Put",
    method: "PUT",
    path: `/v1/${segments(request.path.folder)}/${segment(request.path.name)}` + search([
      ["answerAfter", request.query?.answerAfter],
      ["failWith", request.query?.failWith],
    ]),
    body: request.body,
    raw: true,
  });
  return (await response.json()) as FilesPutResponse;
}

export interface FilesScaleRequest extends CallOptions {
  readonly body: Blob | ArrayBuffer | string;
}

export type FilesScaleResponse = Blob;

/**
 * POST /v1/scale
 * @throws {ProblemError} when the answer is no success
 */
export async function filesScale(gateway: Gateway, request: FilesScaleRequest): Promise<FilesScaleResponse> {
  const response = await send(gateway, request, {
    route: "files.v1.Files/Scale",
    method: "POST",
    path: `/v1/scale`,
    body: request.body,
    raw: true,
  });
  return await response.blob();
}

export interface FilesConvertRequest extends CallOptions {
  readonly body: Blob | ArrayBuffer | string;
}

export type FilesConvertResponse = Blob;

/**
 * POST /v1/convert
 * @throws {ProblemError} when the answer is no success
 */
export async function filesConvert(gateway: Gateway, request: FilesConvertRequest): Promise<FilesConvertResponse> {
  const response = await send(gateway, request, {
    route: "files.v1.Files/Convert",
    method: "POST",
    path: `/v1/convert`,
    body: request.body,
    raw: true,
  });
  return await response.blob();
}

export interface FilesWriteRequest extends CallOptions {
  readonly body: NoteInput;
}

export type FilesWriteResponse = Note;

/**
 * POST /v1/notes
 * @throws {ProblemError} when the answer is no success
 */
export async function filesWrite(gateway: Gateway, request: FilesWriteRequest): Promise<FilesWriteResponse> {
  const response = await send(gateway, request, {
    route: "files.v1.Files/Write",
    method: "POST",
    path: `/v1/notes`,
    body: request.body,
  });
  return (await response.json()) as FilesWriteResponse;
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
