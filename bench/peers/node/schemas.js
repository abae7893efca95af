// SPDX-License-Identifier: Apache-2.0
// What Fastify compiles the answers' writers from.
'use strict';
const string = { type: 'string' };
const integer = { type: 'integer' };
const object = (properties) => ({ type: 'object', properties });
const list = (items) => ({ type: 'array', items });
const nullable = (schema) => ({ ...schema, nullable: true });

const money = nullable(object({ currencyCode: string, units: string, nanos: integer }));
const product = nullable(object({ id: string, name: string, thumbnailUrl: string, price: money }));

exports.schemas = {
  web: object({
    user: object({ id: string, name: string, email: string, avatarUrl: string }),
    orders: list(object({
      id: string, status: string, placedAt: nullable(string), total: money,
      lines: list(object({ quantity: integer, product })),
    })),
  }),
  mobile: object({
    user: object({ name: string, avatarUrl: string }),
    orders: list(object({
      id: string, status: string, total: money,
      lines: list(object({ product: nullable(object({ name: string })) })),
    })),
  }),
};
