// SPDX-License-Identifier: Apache-2.0
// What an app does with the generated client, against a gateway that runs: live_client.mjs
// generates "./gateway", compiles this and calls run(). It gives what it saw.
import { ProblemError, home, product, searchProducts, type Gateway } from "./gateway";

export async function run(gateway: Gateway): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};

  // A good answer, typed to its depth.
  const screen = await home(gateway, { query: { recent: 2 } });
  const names: string[] = screen.orders.flatMap((order) => order.lines.map((line) => line.product?.name ?? "gone"));
  const total: bigint = screen.orders.reduce((sum, order) => sum + BigInt(order.total?.units ?? 0), 0n);
  seen["home"] = { orders: screen.orders.length, named: names.length > 0, total: total > 0n, email: typeof screen.user.email };

  // A problem is thrown, with what the gateway says of it.
  try {
    await product(gateway, { path: { id: "999999" } });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { type, status, call, instance } = error.problem;
    seen["problem"] = { type, status, call, instance, answered: error.response.status };
  }

  // A body.
  let status = 0;
  const found = await searchProducts(gateway, {
    body: { query: "cookbook", pageSize: 2, maxPrice: { currencyCode: "EUR", units: "1000" } },
    onResponse: (response) => (status = response.status),
  });
  seen["search"] = { status, found: found.products.length > 0, named: found.products.every((p) => /cookbook/i.test(p.name)) };
  return seen;
}
