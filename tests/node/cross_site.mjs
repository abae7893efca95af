// SPDX-License-Identifier: Apache-2.0
// cross_site.mjs BFF-WEB: what pages of others make of somebody's session. Served from localhost,
// another site than 127.0.0.1, and from another port of 127.0.0.1, which is another origin of the same
// site: there the browser sends the cookie along.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { fillIn } from "./identity_provider.mjs";
import { LoginWorld, ask } from "./login_world.mjs";

const [bffWeb] = process.argv.slice(2);
const world = new LoginWorld();

// A page with a form for each way to send one: its type, and what the gateway answers where the
// browser keeps the cookie back. Empty ones, as the route takes no body; one of several parts has one.
const kForms = { "application/x-www-form-urlencoded": 401, "text/plain": 401, "multipart/form-data": 400 };
const form = (id, type, url) => `<form id="${id}" method="post" enctype="${type}" action="${url}"></form>`;
const page = (gateway) =>
  `<!doctype html><title>evil</title>
  ${Object.keys(kForms).map((type) => form(type, type, `${gateway}/v1/notes`)).join("")}
  ${form("logout", "text/plain", `${gateway}/auth/logout`)}`;

async function serveEvil() {
  const server = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(page(world.url));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

// What the gateway answered to what `act` made the browser send there. There is no body to see where the
// page's script may see none.
async function answerTo(tab, path, act) {
  const answered = tab.waitForResponse((response) => response.url() === world.url + path && response.request().method() !== "OPTIONS");
  await act();
  const response = await answered;
  return { status: response.status(), cookie: "cookie" in (await response.request().allHeaders()), body: await response.json().catch(() => null) };
}

const kRefused = "urn:bff:cross-site-request";

async function formsAreRefused(tab, sameSite) {
  const send = (path, id) => answerTo(tab, path, () => tab.evaluate((name) => document.forms[name].submit(), id));
  for (const [type, without] of Object.entries(kForms)) {
    const { status, cookie, body } = await send("/v1/notes", type);
    assert.equal(cookie, sameSite, "what the browser sends along");
    assert.equal(status, sameSite && without === 401 ? 403 : without, type);
    if (status === 403) assert.equal(body.type, kRefused);
    await tab.goBack();
  }
  assert.equal((await send("/auth/logout", "logout")).status, 403);
  await tab.goBack();
}

// `fetch` as a script can send it to another origin without asking first.
async function simpleFetchesAreRefused(tab, sameSite) {
  const how = { method: "POST", mode: "no-cors", credentials: "include" };
  const { status } = await answerTo(tab, "/v1/notes", () =>
    tab.evaluate(([url, options]) => fetch(url, options), [`${world.url}/v1/notes`, how]),
  );
  assert.equal(status, sameSite ? 403 : 401);
}

// With the header the browser asks first, and the gateway does not answer that others may.
async function fetchesWithTheHeaderAreNotSent(tab) {
  const how = { method: "POST", credentials: "include", headers: { "x-bff-csrf": "1" } };
  for (const path of ["/v1/notes", "/auth/logout"]) {
    const failed = await tab.evaluate(
      ([url, options]) => fetch(url, options).then(() => "", String),
      [world.url + path, how],
    );
    assert.match(failed, /TypeError/);
  }
}

async function answersAreNotToBeRead(tab) {
  const failed = await tab.evaluate((url) => fetch(url, { credentials: "include" }).then(() => "", String), `${world.url}/v1/me`);
  assert.match(failed, /TypeError/);
}

let evil;
try {
  await world.start(bffWeb, "memory");
  evil = await serveEvil();
  const context = await world.browser.newContext();
  const mine = await context.newPage();
  await mine.goto(`${world.url}/auth/login?return_to=/v1/me`);
  await fillIn(mine, "7");
  await mine.waitForURL(`${world.url}/v1/me`);
  const grants = world.provider.grants.length;
  const tab = await context.newPage();
  for (const host of ["localhost", "127.0.0.1"]) {
    await tab.goto(`http://${host}:${evil.address().port}/`);
    for (const check of [formsAreRefused, simpleFetchesAreRefused, fetchesWithTheHeaderAreNotSent, answersAreNotToBeRead]) {
      await check(tab, host === "127.0.0.1");
      console.log(`${host}: ${check.name}`);
    }
  }
  assert.equal(world.calls.add, 0, "calls that the service saw");
  assert.equal(world.provider.grants.length, grants, "calls of the token endpoint");
  assert.deepEqual(await ask(mine, "/v1/me"), { status: 200, body: { user: "7" } }, "still logged in");
} catch (error) {
  console.log(world.log.slice(-20).join("\n"));
  throw error;
} finally {
  evil?.close();
  await world.stop();
}
