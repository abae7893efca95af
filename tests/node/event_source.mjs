// SPDX-License-Identifier: Apache-2.0
// event_source.mjs BFF-WEB: what an EventSource makes of a route's stream. The browser is headless
// Chromium, the gateway is bff-web, the service grpc-js. Ends with 77, which ctest takes for
// skipped, where there is no Chromium.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser } from "./browser.mjs";
import { startGateway, stopAll } from "./processes.mjs";
import { TicksService, kText } from "./ticks_service.mjs";

const [bffWeb] = process.argv.slice(2);

const kRoutes = `version: bff/v1
defaults: { int64: number }
routes:
  - id: last
    http: GET /v1/last
    calls: { last: { rpc: ticks.v1.Ticks/Last } }
    shape: { number: $last.number }
  - id: ticks
    http: GET /v1/ticks/{how}
    stream: { as: sse, id: $tick.number }
    calls: { tick: { rpc: ticks.v1.Ticks/Watch, with: { how: $path.how } } }
    shape: { number: $tick.number, text: $tick.text }
`;

// Streams live shortly, so that the browser has to come back.
async function writeConfig(folder, address) {
  await mkdir(join(folder, "routes"));
  await writeFile(join(folder, "routes/ticks.yaml"), kRoutes);
  const file = join(folder, "gateway.yaml");
  await writeFile(file, `version: bff/v1
client: web
listen: [{ address: "127.0.0.1:\${BFF_WEB_PORT}" }]
workers: 1
protos: { folders: ["."], files: [ticks.proto] }
routes: [routes]
upstreams: { ticks: { services: [ticks.v1.Ticks], endpoints: ["${address}"] } }
auth: { default: public }
streams: { heartbeat: 50ms, max_life: 700ms, retry: 20ms }
`);
  return file;
}

// ---- In the page. All that its EventSource tells, until `count` messages have come, or an event
// `error` with data, or the end for good.
function listen({ how, count }) {
  return new Promise((resolve) => {
    const seen = { opened: 0, lost: 0, messages: [], problem: null };
    const source = new EventSource(`/v1/ticks/${how}`);
    const finish = () => {
      source.close();
      resolve(seen);
    };
    source.onopen = () => ++seen.opened;
    source.onmessage = ({ data, lastEventId, origin }) => {
      seen.messages.push({ id: lastEventId, data: JSON.parse(data), here: origin === location.origin });
      if (seen.messages.length === count) finish();
    };
    source.onerror = (event) => {
      if (event.data !== undefined) {
        seen.problem = JSON.parse(event.data);
        return finish();
      }
      ++seen.lost;
      if (source.readyState === EventSource.CLOSED) finish();
    };
  });
}

// The bytes of a stream until a heartbeat behind its first event.
async function readToHeartbeat(how) {
  const answer = await fetch(`/v1/ticks/${how}`, { headers: { accept: "text/event-stream" } });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/\n\n:\n/.test(text.slice(text.indexOf("data:")))) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended without a heartbeat: ${text}`);
    text += value;
  }
  await reader.cancel();
  return text;
}

// ---- What it must come to.
const messages = (...ids) => ids.map((id) => ({ id: String(id), data: { number: id, text: kText }, here: true }));

async function comesBackWhereTheServiceEnded(page, service) {
  const seen = await page.evaluate(listen, { how: "turns", count: 7 });
  assert.deepEqual(seen, { opened: 3, lost: 2, messages: messages(1, 2, 3, 4, 5, 6, 7), problem: null });
  assert.deepEqual(service.asked.turns, [null, "3", "6"]);
}

// Heartbeats are on the wire, and no message. A stream that was opened late, on a busy machine, may
// have ended before its tick: then the service is asked again for the same one.
async function comesBackWhenItsTimeIsOver(page, service) {
  assert.match(await page.evaluate(readToHeartbeat, "quiet"), /^retry: 20\n\n/);
  service.asked.quiet = [];
  const seen = await page.evaluate(listen, { how: "quiet", count: 3 });
  assert.deepEqual(seen.messages, messages(1, 2, 3));
  assert.equal(seen.opened, service.asked.quiet.length);
  assert.equal(seen.lost, seen.opened - 1);
  assert.deepEqual([...new Set(service.asked.quiet)], [null, "1", "2"]);
  assert.ok(service.cancelled >= seen.lost, `${service.cancelled} calls were cancelled`);
}

async function isToldOfAFailure(page) {
  const seen = await page.evaluate(listen, { how: "fails", count: 2 });
  assert.deepEqual(seen.messages, messages(1));
  const { type, status, call, instance } = seen.problem;
  assert.deepEqual(
    { type, status, call, instance },
    { type: "urn:bff:upstream-unavailable", status: 503, call: "tick", instance: "/v1/ticks/fails" },
  );
  assert.doesNotMatch(JSON.stringify(seen.problem), /row 7/);
}

// A status other than 200 ends an EventSource for good.
async function givesUpWhereItIsRefused(page, service) {
  const seen = await page.evaluate(listen, { how: "unknown", count: 1 });
  assert.deepEqual(seen, { opened: 0, lost: 1, messages: [], problem: null });
  assert.equal(service.asked.unknown.length, 1);
}

const browser = await launchBrowser();
const folder = await mkdtemp(join(tmpdir(), "bff-event-source-"));
const service = new TicksService();
try {
  const url = await startGateway(bffWeb, await writeConfig(folder, await service.start(folder)), {});
  const page = await browser.newPage();
  // Scripts of this page and the streams have one origin.
  await page.goto(`${url}/v1/last`);
  for (const check of [
    comesBackWhereTheServiceEnded,
    comesBackWhenItsTimeIsOver,
    isToldOfAFailure,
    givesUpWhereItIsRefused,
  ]) {
    await check(page, service);
    console.log(`${browser.version()}: ${check.name}`);
  }
} finally {
  await browser.close();
  stopAll();
  service.stop();
  await rm(folder, { recursive: true, force: true });
}
