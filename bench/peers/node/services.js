// SPDX-License-Identifier: Apache-2.0
'use strict';
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

// A call as a promise. Its metadata carries the request's name, as the gateway's does.
const unary = (client, method, timeout) => (request, requestId) => new Promise((resolve, reject) => {
  const metadata = new grpc.Metadata();
  metadata.set('x-request-id', requestId);
  client[method](request, metadata, { deadline: Date.now() + timeout },
    (error, answer) => (error ? reject(error) : resolve(answer)));
});

// One channel for the three: clients of one address share its connection.
exports.connect = (address, protos) => {
  const definition = loader.loadSync(['users', 'orders', 'catalog'].map((name) => `shop/v1/${name}.proto`), {
    includeDirs: [protos], longs: String, enums: String, defaults: true,
  });
  const { shop: { v1 } } = grpc.loadPackageDefinition(definition);
  // Statistics for channelz cost every call and are read by nobody here.
  const options = { 'grpc.enable_channelz': 0 };
  const make = (Client) => new Client(address, grpc.credentials.createInsecure(), options);
  return {
    getUser: unary(make(v1.UserService), 'getUser', 200),
    listOrders: unary(make(v1.OrderService), 'listOrders', 300),
    batchGetProducts: unary(make(v1.CatalogService), 'batchGetProducts', 250),
  };
};
