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

/** JSON has no number for the three texts. */
export type Double = number | "NaN" | "Infinity" | "-Infinity";

/**
 * An amount of money.
 * Never a float.
 *
 * shop.v1.Money
 */
export interface Money {
  currencyCode: string;
  /** Whole units. *\/ is no end. */
  units: string;
  nanos: number;
}

/** shop.v1.OrderStatus */
export type OrderStatus = "PENDING" | "PAID" | "SHIPPED" | number;

/** shop.v1.Category */
export interface Category {
  name: string;
  parent: Category | null;
  children: Category[];
  byName: Record<string, Category>;
}

/** shop.v1.Download */
export interface Download {
  file?: string;
  link?: string;
}

/** shop.v1.Error */
export interface ErrorType {
  code: number;
  /** @deprecated */
  old: string;
}

/** shop.v1.Address */
export interface AddressInput {
  street?: string;
  lines?: readonly string[];
}

export interface HomeRequest extends CallOptions {
  readonly query?: {
    /** Default 5, at least 1, at most 20 */
    readonly recent?: number;
    /** Default PAID */
    readonly status?: OrderStatus;
  };
}

export interface HomeResponse {
  user: {
    id: string;
    email: string | null;
  };
  orders: {
    status: OrderStatus;
    placedAt: string | null;
    total: Money | null;
  }[];
  /** What failed without failing the route; the header bff-partial names the calls. */
  _errors?: Problem[];
}

/**
 * Everything the home screen needs, in one answer
 *
 * GET /v1/home, for a caller with a token of scope profile.read orders.read
 * @throws {ProblemError} when the answer is no success
 */
export async function home(gateway: Gateway, request: HomeRequest = {}): Promise<HomeResponse> {
  const response = await send(gateway, request, {
    route: "home",
    method: "GET",
    path: `/v1/home` + search([
      ["recent", request.query?.recent],
      ["status", request.query?.status],
    ]),
  });
  return (await response.json()) as HomeResponse;
}

export interface ProductRequest extends CallOptions {
  readonly path: {
    readonly id: string;
  };
  readonly query?: {
    readonly color?: readonly ("RED" | "BLUE" | number)[];
    readonly tags?: readonly string[];
    /** Degrees. */
    readonly "near.lat"?: number;
  };
  readonly headers: {
    /** Matches [a-z]+ */
    readonly "x-device": string;
  };
}

export interface ProductResponse {
  name: string;
  stock: number | null;
  weight: Double;
  rating: number;
  views: string;
  fresh: boolean | null;
  leadTime: string;
  mask: string;
  prices: Record<string, Money | null>;
  images: (string | null)[];
  category: Category;
  download: Download | null;
  fault: ErrorType;
  attributes: Record<string, unknown>;
  extra: unknown;
  history: unknown[];
  event: { "@type": string; [key: string]: unknown };
  nothing: Record<string, never>;
  kind: "product";
  "x-ray": true;
}

/**
 * GET /v1/products/{id}
 * @throws {ProblemError} when the answer is no success
 */
export async function product(gateway: Gateway, request: ProductRequest): Promise<ProductResponse> {
  const response = await send(gateway, request, {
    route: "product",
    method: "GET",
    path: `/v1/products/${segment(request.path.id)}` + search([
      ["color", request.query?.color],
      ["tags", request.query?.tags?.join(",")],
      ["near.lat", request.query?.["near.lat"]],
    ]),
    headers: {
      "x-device": request.headers["x-device"],
    },
  });
  return (await response.json()) as ProductResponse;
}

export interface AddToCartRequest extends CallOptions {
  readonly body: {
    productId: string;
    quantity?: number;
    deliverTo?: AddressInput | null;
    notes?: readonly (string | null)[];
  };
}

export interface AddToCartResponse {
  lines: number;
  /** What failed without failing the route; the header bff-partial names the calls. */
  _errors?: Problem[];
}

/**
 * Puts a product into the cart
 *
 * POST /v1/cart/items, for a caller with a token
 * @throws {ProblemError} when the answer is no success
 */
export async function addToCart(gateway: Gateway, request: AddToCartRequest): Promise<AddToCartResponse> {
  const response = await send(gateway, request, {
    route: "add-to-cart",
    method: "POST",
    path: `/v1/cart/items`,
    body: request.body,
  });
  return (await response.json()) as AddToCartResponse;
}

export interface FeedRequest extends CallOptions {
  readonly query?: {
    /** Default "" */
    readonly cursor?: string;
  };
}

export interface FeedResponse {
  next: string | null;
  items: ({
    kind: "banner";
    image: string;
  } | {
    kind: "rail";
    products: (Money | null)[];
  })[];
}

/**
 * GET /v1/feed
 * @throws {ProblemError} when the answer is no success
 * @deprecated until 2027-01-31
 */
export async function feed(gateway: Gateway, request: FeedRequest = {}): Promise<FeedResponse> {
  const response = await send(gateway, request, {
    route: "feed",
    method: "GET",
    path: `/v1/feed` + search([
      ["cursor", request.query?.cursor],
    ]),
  });
  return (await response.json()) as FeedResponse;
}

export interface DeleteRequest extends CallOptions {
  readonly path: {
    readonly "line-id": number;
  };
}

/**
 * DELETE /v1/cart/items/{line-id}, for a caller with a token
 * @throws {ProblemError} when the answer is no success
 */
export async function deleteRoute(gateway: Gateway, request: DeleteRequest): Promise<void> {
  await send(gateway, request, {
    route: "delete",
    method: "DELETE",
    path: `/v1/cart/items/${segment(request.path["line-id"])}`,
  });
}

export interface CheckoutRequest extends CallOptions {
  readonly body?: {
    token?: string;
  };
}

/**
 * POST /v1/checkout
 * @throws {ProblemError} when the answer is no success
 */
export async function checkout(gateway: Gateway, request: CheckoutRequest = {}): Promise<void> {
  await send(gateway, request, {
    route: "checkout",
    method: "POST",
    path: `/v1/checkout`,
    body: request.body,
    redirects: true,
  });
}

export interface CategoryRequest extends CallOptions {
  readonly path: {
    readonly name: string;
  };
}

export type CategoryResponse = (Category & {
  /** What failed without failing the route; the header bff-partial names the calls. */
  _errors?: Problem[];
}) | null;

/**
 * GET /v1/categories/{name}
 * @throws {ProblemError} when the answer is no success
 */
export async function category(gateway: Gateway, request: CategoryRequest): Promise<CategoryResponse> {
  const response = await send(gateway, request, {
    route: "category",
    method: "GET",
    path: `/v1/categories/${segment(request.path.name)}`,
  });
  return (await response.json()) as CategoryResponse;
}

export interface PricesRequest extends CallOptions {}

export type PricesResponse = Record<string, Money>;

/**
 * GET /v1/prices
 * @throws {ProblemError} when the answer is no success
 */
export async function prices(gateway: Gateway, request: PricesRequest = {}): Promise<PricesResponse> {
  const response = await send(gateway, request, {
    route: "prices",
    method: "GET",
    path: `/v1/prices`,
  });
  return (await response.json()) as PricesResponse;
}

export interface StatusesRequest extends CallOptions {}

export type StatusesResponse = OrderStatus[];

/**
 * GET /v1/statuses
 * @throws {ProblemError} when the answer is no success
 */
export async function statuses(gateway: Gateway, request: StatusesRequest = {}): Promise<StatusesResponse> {
  const response = await send(gateway, request, {
    route: "statuses",
    method: "GET",
    path: `/v1/statuses`,
  });
  return (await response.json()) as StatusesResponse;
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
