// SPDX-License-Identifier: Apache-2.0
// How an app uses the generated client: what must compile, and what must not.
import { ProblemError, addToCart, category, feed, home, product } from "../unit/contract/golden/shop";
import type { Gateway, Money } from "../unit/contract/golden/shop";

const gateway: Gateway = {
  baseUrl: "https://api.example.com",
  headers: async () => ({ authorization: "Bearer token" }),
  fetch: globalThis.fetch,
};

export async function types(signal: AbortSignal): Promise<void> {
  const screen = await home(gateway, { query: { recent: 3 }, signal });
  const total: Money | null | undefined = screen.orders[0]?.total;
  const units: string = total?.units ?? "0";
  const failed: string[] = (screen._errors ?? []).map((problem) => problem.call ?? problem.type);
  // @ts-expect-error: may be null
  const email: string = screen.user.email;
  // @ts-expect-error: a number, not a text
  await home(gateway, { query: { recent: "3" } });
  // @ts-expect-error: exactOptionalPropertyTypes
  await home(gateway, { query: { recent: undefined } });
  // @ts-expect-error: no such parameter
  await home(gateway, { query: { latest: 3 } });
  // @ts-expect-error: the path has a variable
  await product(gateway, { headers: { "x-device": "phone" } });
  // @ts-expect-error: nothing else is accepted
  await addToCart(gateway, { body: { productId: "7", price: 1 } });
  await addToCart(gateway, { body: { productId: "7", deliverTo: { lines: ["a"] } as const } });

  for (const item of (await feed(gateway)).items) {
    switch (item.kind) {
      case "banner":
        console.log(item.image);
        break;
      case "rail":
        console.log(item.products.length);
        // @ts-expect-error: a rail has none
        console.log(item.image);
        break;
      default: {
        const nothing: never = item;
        throw nothing;
      }
    }
  }
  const tree = await category(gateway, { path: { name: "books" } });
  const name: string | undefined = tree?.children[0]?.byName["used"]?.parent?.name;
  console.log(units, failed, email, name, tree?._errors);
}

export function isMissing(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status === 404;
}
