// SPDX-License-Identifier: Apache-2.0
// client_test.mjs SHOP.TS: what the generated client sends, and what it makes of answers.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import ts from "typescript";

const source = await readFile(process.argv[2], "utf8");
const { outputText } = ts.transpileModule(source, {
  compilerOptions: { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 },
});
const compiled = new URL("shop.mjs", import.meta.url);
await writeFile(compiled, outputText);
const shop = await import(compiled);

// A gateway that gives `answer` to everything and remembers what it was asked.
function gateway(answer, more = {}) {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push({ url, ...init, headers: Object.fromEntries(init.headers) });
    return answer.clone();
  };
  return { asked, baseUrl: "https://api.test", fetch, ...more };
}
const json = (body, init = {}) => new Response(JSON.stringify(body), init);
const problem = { type: "urn:bff:not-found", title: "There is nothing here", status: 404, detail: "no order 7" };

test("parameters go where they belong", async () => {
  const to = gateway(json({ name: "Mug" }));
  const answer = await shop.product(to, {
    path: { id: "a/b c" },
    query: { color: ["RED", "BLUE"], tags: ["x y", "z"], "near.lat": 0 },
    headers: { "x-device": "phone" },
  });
  assert.deepEqual(answer, { name: "Mug" });
  const [asked] = to.asked;
  assert.equal(asked.method, "GET");
  assert.equal(asked.url, "https://api.test/v1/products/a%2Fb%20c?color=RED&color=BLUE&tags=x%20y%2Cz&near.lat=0");
  assert.equal(asked.headers["x-device"], "phone");
});

test("what is left out is not sent", async () => {
  const to = gateway(json({}));
  await shop.home(to);
  await shop.home(to, { query: {} });
  assert.deepEqual(to.asked.map((a) => a.url), ["https://api.test/v1/home", "https://api.test/v1/home"]);
  assert.equal("body" in to.asked[0], false);
});

test("a variable cannot climb out of its path", async () => {
  const to = gateway(json({}));
  for (const id of ["", ".", ".."]) {
    await assert.rejects(shop.product(to, { path: { id }, headers: { "x-device": "a" } }), RangeError);
  }
  assert.deepEqual(to.asked, []);
});

test("a body is JSON", async () => {
  const to = gateway(json({ lines: 1 }, { status: 201 }));
  await shop.addToCart(to, { body: { productId: "7", quantity: 2 } });
  assert.equal(to.asked[0].body, '{"productId":"7","quantity":2}');
  assert.equal(to.asked[0].headers["content-type"], "application/json");
});

test("headers come from the gateway, then from the call, then from the route", async () => {
  const to = gateway(json({}), {
    headers: async (route) => ({ authorization: "Bearer t", "x-device": "no", "x-route": route }),
    credentials: "include",
  });
  await shop.product(to, {
    path: { id: "1" },
    headers: { "x-device": "phone" },
    init: { headers: { "x-device": "never", accept: "application/json" }, cache: "no-store" },
  });
  const [asked] = to.asked;
  assert.deepEqual(asked.headers, {
    accept: "application/json",
    authorization: "Bearer t",
    "x-device": "phone",
    "x-route": "product",
  });
  assert.equal(asked.credentials, "include");
  assert.equal(asked.cache, "no-store");
});

test("a problem is thrown", async () => {
  const to = gateway(json(problem, { status: 404, headers: { "content-type": "application/problem+json" } }));
  await assert.rejects(shop.home(to), (error) => {
    assert.ok(error instanceof shop.ProblemError && error instanceof Error);
    assert.deepEqual(error.problem, problem);
    assert.equal(error.message, "There is nothing here: no order 7");
    assert.equal(error.response.status, 404);
    return true;
  });
});

test("so is an answer that something else than the gateway sent", async () => {
  for (const answer of [
    new Response("<html>", { status: 502, statusText: "Bad Gateway" }),
    new Response('{"type":', { status: 502, statusText: "Bad Gateway", headers: { "content-type": "application/problem+json" } }),
  ]) {
    await assert.rejects(shop.home(gateway(answer)), {
      problem: { type: "about:blank", title: "Bad Gateway", status: 502 },
    });
  }
});

test("a partial answer is an answer", async () => {
  const answer = { user: { id: "1", email: null }, orders: [], _errors: [{ ...problem, paths: ["orders"] }] };
  const seen = [];
  const to = gateway(json(answer, { headers: { "bff-partial": "orders" } }));
  const got = await shop.home(to, { onResponse: (r) => seen.push(r.headers.get("bff-partial")) });
  assert.deepEqual(got._errors[0].paths, ["orders"]);
  assert.deepEqual(seen, ["orders"]);
});

test("routes without a body answer nothing", async () => {
  assert.equal(await shop.deleteRoute(gateway(new Response(null, { status: 204 })), { path: { "line-id": 7 } }), undefined);
});

test("a redirect is a success where the route redirects, and only there", async () => {
  const redirect = () => new Response(null, { status: 303, headers: { location: "/v1/orders/7" } });
  const to = gateway(redirect());
  const seen = [];
  await shop.checkout(to, { onResponse: (r) => seen.push(r.headers.get("location")) });
  assert.equal(to.asked[0].redirect, "manual");
  assert.deepEqual(seen, ["/v1/orders/7"]);
  await assert.rejects(shop.home(gateway(redirect())), shop.ProblemError);
});

test("a signal is handed on", async () => {
  const { signal } = new AbortController();
  const to = gateway(json({}));
  await shop.home(to, { signal });
  assert.equal(to.asked[0].signal, signal);
});
