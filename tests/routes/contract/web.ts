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

/** shop.v1.OrderStatus */
export type OrderStatus = "UNSPECIFIED" | "PAID" | "SHIPPED" | "DELIVERED" | "RETURNED" | "CANCELLED" | number;

/**
 * An amount in one currency: units + nanos / 1,000,000,000, both of the same sign.
 *
 * shop.v1.Money
 */
export interface Money {
  /** ISO 4217 */
  currencyCode: string;
  units: string;
  nanos: number;
}

/** shop.v1.LoyaltyTier */
export type LoyaltyTier = "UNSPECIFIED" | "BRONZE" | "SILVER" | "GOLD" | number;

/** shop.v1.Availability */
export type Availability = "UNSPECIFIED" | "IN_STOCK" | "LOW_STOCK" | "SOLD_OUT" | number;

/** shop.v1.Product.Parcel */
export interface ProductParcel {
  weightGrams: number;
  dimensions: ProductDimensions | null;
  handlingTime: string | null;
}

/** shop.v1.Product.Dimensions */
export interface ProductDimensions {
  widthCm: Double;
  heightCm: Double;
  depthCm: Double;
}

/** shop.v1.Product.Download */
export interface ProductDownload {
  sizeBytes: string;
  sha256: string;
}

export interface OrderRequest extends CallOptions {
  readonly path: {
    readonly id: string;
  };
}

export interface OrderResponse {
  id: string;
  status: OrderStatus;
  placedAt: string | null;
  lines: {
    quantity: number;
    unitPrice: Money | null;
    product: {
      id: string;
      name: string;
      thumbnailUrl: string;
    } | null;
  }[];
  pieces: number;
  goods: Money | null;
  shipping: Money | null;
  total: Money;
  /** What failed without failing the route; the header bff-partial names the calls. */
  _errors?: Problem[];
}

/**
 * One of the caller's orders, and what it came to
 *
 * GET /v1/orders/{id}, for a caller with a token of scope orders.read
 * @throws {ProblemError} when the answer is no success
 */
export async function order(gateway: Gateway, request: OrderRequest): Promise<OrderResponse> {
  const response = await send(gateway, request, {
    route: "order",
    method: "GET",
    path: `/v1/orders/${segment(request.path.id)}`,
  });
  return (await response.json()) as OrderResponse;
}

export interface UserRequest extends CallOptions {
  readonly path: {
    readonly id: string;
  };
}

export interface UserResponse {
  user: {
    id: string;
    name: string;
    avatar: {
      url: string;
      width: number;
      height: number;
    } | null;
    tier: LoyaltyTier;
    memberSince: string | null;
  };
}

/**
 * What signed-in people may see of each other
 *
 * GET /v1/users/{id}, for a caller with a token of scope profile.read
 * @throws {ProblemError} when the answer is no success
 */
export async function user(gateway: Gateway, request: UserRequest): Promise<UserResponse> {
  const response = await send(gateway, request, {
    route: "user",
    method: "GET",
    path: `/v1/users/${segment(request.path.id)}`,
  });
  return (await response.json()) as UserResponse;
}

export interface HomeRequest extends CallOptions {
  readonly query?: {
    /** Default 5, at least 1, at most 20 */
    readonly recent?: number;
  };
}

export interface HomeResponse {
  user: {
    id: string;
    name: string;
    email: string;
    avatarUrl: string;
  };
  orders: {
    id: string;
    status: OrderStatus;
    placedAt: string | null;
    total: Money | null;
    lines: {
      quantity: number;
      product: {
        id: string;
        name: string;
        thumbnailUrl: string;
        price: Money | null;
      } | null;
    }[];
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
    ]),
  });
  return (await response.json()) as HomeResponse;
}

export interface ProductRequest extends CallOptions {
  readonly path: {
    readonly id: string;
  };
}

export interface ProductResponse {
  id: string;
  name: string;
  description: string | null;
  price: Money | null;
  availability: Availability;
  rating: Double | null;
  stock: number | null;
  categories: string[];
  attributes: Record<string, string>;
  images: {
    url: string;
    alt: string;
  }[];
  parcel: ProductParcel | null;
  download: ProductDownload | null;
}

/**
 * One product
 *
 * GET /v1/products/{id}
 * @throws {ProblemError} when the answer is no success
 */
export async function product(gateway: Gateway, request: ProductRequest): Promise<ProductResponse> {
  const response = await send(gateway, request, {
    route: "product",
    method: "GET",
    path: `/v1/products/${segment(request.path.id)}`,
  });
  return (await response.json()) as ProductResponse;
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
