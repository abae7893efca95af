// SPDX-License-Identifier: Apache-2.0
// A BFF as a good Node team writes it: server.js CLIENT PORT SERVICES KEYS PROTOS LOG
'use strict';
const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const fastify = require('fastify');
const pino = require('pino');
const { verifier } = require('./auth');
const { connect } = require('./services');
const { home } = require('./home');
const { schemas } = require('./schemas');

const [client, port, address, keys, protos, log] = process.argv.slice(2);
const verify = verifier(JSON.parse(fs.readFileSync(keys, 'utf8')));
const services = connect(address, protos);

// Lines are gathered and written without holding up a request, as the gateway does it.
const logger = pino(
  { base: { client }, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ dest: log, sync: false, minLength: 8192 }),
);
// One line a request, like the gateway's; Fastify's own are two.
const app = fastify({
  logger, disableRequestLogging: true, keepAliveTimeout: 75_000,
  genReqId: () => randomUUID().replaceAll('-', ''),
});
app.decorateRequest('claims', null);
app.decorateRequest('calls', null);

app.addHook('onRequest', (request, reply, done) => {
  request.claims = verify(request.headers.authorization, ['profile.read', 'orders.read']);
  done();
});
app.addHook('onResponse', (request, reply, done) => {
  request.log.info({
    request_id: request.id, peer: request.ip, method: request.method, route: 'home',
    path: request.url, status: reply.statusCode, duration_ms: reply.elapsedTime, calls: request.calls,
  });
  done();
});
app.setErrorHandler((error, request, reply) => {
  const status = error.statusCode ?? 502;
  reply.code(status).type('application/problem+json')
    .send({ title: error.message, status, request_id: request.id });
});
app.get('/v1/home', {
  schema: { response: { 200: schemas[client] } },
  handler: async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-request-id', request.id);
    const { body, partial, calls } = await home[client](services, request.claims.sub, request.id);
    if (partial) reply.header('bff-partial', partial);
    request.calls = calls;
    return body;
  },
});
app.listen({ host: '127.0.0.1', port: Number(port) });
process.on('SIGTERM', () => process.exit(0));
