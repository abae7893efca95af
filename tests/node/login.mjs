// SPDX-License-Identifier: Apache-2.0
// login.mjs BFF-WEB STORE: people log in by a browser, work, and log out. The browser is headless
// Chromium, the provider npm's oidc-provider, the gateway bff-web with sessions in STORE. Ends with
// 77, which ctest takes for skipped, where there is no Chromium.
import assert from "node:assert/strict";
import { confirmLogout, fillIn } from "./identity_provider.mjs";
import { LoginWorld, ask, eventually } from "./login_world.mjs";
import { Eavesdropper } from "./secrets.mjs";

const [bffWeb, store] = process.argv.slice(2);
const world = new LoginWorld();

const loginUrl = (path) => `${world.url}/auth/login?return_to=${encodeURIComponent(path)}`;
const count = (type) => world.provider.grants.filter((grant) => grant === type).length;

async function logIn(page, user, path = "/v1/me") {
  await page.goto(loginUrl(path));
  await fillIn(page, user);
  await page.waitForURL(world.url + path);
}

async function comesBackToWhereItWanted(context) {
  const page = await context.newPage();
  await logIn(page, "7", "/v1/me?from=a%26b");
  assert.deepEqual(JSON.parse(await page.innerText("body")), { user: "7" });
  const { status, body } = await ask(page, "/auth/session");
  assert.equal(status, 200);
  assert.equal(body.authenticated, true);
  assert.equal(body.sub, "7");
  assert.deepEqual(await ask(page, "/v1/me"), { status: 200, body: { user: "7" } });
  const [cookie] = (await context.cookies(world.url)).filter(({ name }) => name === "bff");
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, "Lax", "/"]);
}

async function writesWithTheHeaderOnly(context) {
  const page = await openHome(context);
  const before = world.calls.add;
  const refused = await ask(page, "/v1/notes", { method: "POST" });
  assert.deepEqual([refused.status, refused.body.type], [403, "urn:bff:cross-site-request"]);
  assert.equal(world.calls.add, before);
  const headers = { "x-bff-csrf": "1" };
  assert.deepEqual(await ask(page, "/v1/notes", { method: "POST", headers }), { status: 200, body: { user: "7" } });
  assert.equal(world.calls.add, before + 1);
}

// Access tokens end after two seconds, and each refresh token serves once: the provider takes
// the whole login for stolen when one comes again.
async function outlivesItsAccessTokens(context) {
  const pages = [await openHome(context), await openHome(context)];
  const before = count("refresh_token");
  await eventually("two refreshes", async () => {
    const answers = await Promise.all(pages.flatMap((page) => [ask(page, "/v1/me"), ask(page, "/v1/me")]));
    for (const answer of answers) assert.deepEqual(answer, { status: 200, body: { user: "7" } });
    return count("refresh_token") >= before + 2;
  });
  assert.deepEqual(world.provider.refusals, []);
}

async function logsInInTwoTabsAtOnce(context) {
  const [one, other] = [await context.newPage(), await context.newPage()];
  await one.goto(loginUrl("/v1/me?tab=1"));
  await other.goto(loginUrl("/v1/me?tab=2"));
  await fillIn(one, "8");
  await one.waitForURL(`${world.url}/v1/me?tab=1`);
  await fillIn(other, "8");
  await other.waitForURL(`${world.url}/v1/me?tab=2`);
  for (const page of [one, other]) assert.deepEqual(await ask(page, "/v1/me"), { status: 200, body: { user: "8" } });
}

async function logsOutAtTheProviderAndBack(context) {
  const page = await openHome(context);
  const other = await openHome(context);
  assert.equal((await ask(page, "/auth/logout", { method: "POST" })).status, 403);
  const { status, body } = await ask(page, "/auth/logout", { method: "POST", headers: { "x-bff-csrf": "1" } });
  assert.equal(status, 200);
  assert.doesNotMatch(body.location, /id_token_hint/);
  await page.goto(body.location);
  await confirmLogout(page);
  await page.waitForURL((url) => url.href.startsWith(`${world.url}/v1/welcome`));
  assert.equal((await ask(other, "/v1/me")).status, 401);
  assert.deepEqual((await ask(other, "/auth/session")).body, { authenticated: false });
  await page.goto(loginUrl("/v1/me"));
  await page.waitForSelector("input[name=login]");
}

// As a link does it, without a script.
async function logsOutByALink(context) {
  const page = await context.newPage();
  await logIn(page, "9");
  const { body } = await ask(page, "/auth/session");
  await page.goto(world.url + body.logout_url);
  await confirmLogout(page);
  await page.waitForURL((url) => url.href.startsWith(`${world.url}/v1/welcome`));
  assert.equal((await ask(page, "/v1/me")).status, 401);
}

async function isLoggedOutByTheProvider(context) {
  const [page, other] = [await context.newPage(), await context.newPage()];
  await logIn(page, "10");
  await other.goto(`${world.provider.issuer}/session/end`);
  await confirmLogout(other);
  await eventually("the session's end", async () => (await ask(page, "/v1/me")).status === 401);
}

async function openHome(context) {
  const page = await context.newPage();
  await page.goto(`${world.url}/v1/welcome`);
  return page;
}

// In a browser that nobody has logged in by. Whatever it gets to see holds no token.
async function inANewBrowser(checks) {
  const context = await world.browser.newContext();
  const ears = new Eavesdropper(context);
  for (const check of checks) {
    await check(context);
    for (const page of context.pages()) await ears.hearPage(page);
    for (const page of context.pages()) await page.close();
    console.log(check.name);
  }
  const log = { where: "the gateway's log", text: world.log.join("\n") };
  const places = await ears.expectNone(world.provider.tokens, [log]);
  console.log(`${world.provider.tokens.size} tokens in none of ${places} places`);
  await context.close();
}

try {
  await world.start(bffWeb, store);
  const always = [comesBackToWhereItWanted, writesWithTheHeaderOnly, outlivesItsAccessTokens];
  if (store === "memory") {
    await inANewBrowser([...always, logsOutAtTheProviderAndBack, logsInInTwoTabsAtOnce]);
    await inANewBrowser([logsOutByALink, isLoggedOutByTheProvider]);
  } else {
    await inANewBrowser(always);
    await inANewBrowser([logsOutByALink]);
  }
  assert.ok(world.provider.tokens.size >= 9);
  assert.deepEqual(world.provider.refusals, []);
} catch (error) {
  console.log(world.log.slice(-20).join("\n"));
  throw error;
} finally {
  await world.stop();
}
