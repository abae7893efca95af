// SPDX-License-Identifier: Apache-2.0
// The home screen: routes/home.yaml by hand. Orders wait for the user and products for the orders
// because each reads the one before; ids are looked up once each, in one call.
'use strict';

const timed = async (calls, call, promise) => {
  const start = performance.now();
  let code = 'OK';
  try {
    return await promise;
  } catch (error) {
    code = error.code;
    throw error;
  } finally {
    calls.push({ call, code, duration_ms: performance.now() - start });
  }
};

const time = ({ seconds, nanos }) => {
  const text = new Date(Number(seconds) * 1000).toISOString();
  if (nanos === 0) return `${text.slice(0, 19)}Z`;
  const digits = String(nanos).padStart(9, '0').replace(/(000){1,2}$/, '');
  return `${text.slice(0, 19)}.${digits}Z`;
};
const status = (name) => (name.startsWith('ORDER_STATUS_') ? name.slice(13) : name);
const avatar = (user) => user.avatar?.url || '/static/avatar.svg';

async function fetch(services, sub, requestId, { recent, lines }) {
  const calls = [];
  const { user } = await timed(calls, 'profile', services.getUser({ userId: sub }, requestId));
  if (!user) throw new Error('profile has no user');
  const missing = [];
  const { orders } = await timed(calls, 'orders',
    services.listOrders({ customerId: user.id, pageSize: recent }, requestId))
    .catch(() => { missing.push('orders'); return { orders: [] }; });
  const ids = new Set();
  for (const order of orders.slice(0, recent))
    for (const line of order.lines.slice(0, lines)) ids.add(line.productId);
  const products = new Map();
  if (ids.size > 0) {
    const answer = await timed(calls, 'products', services.batchGetProducts({ ids: [...ids] }, requestId))
      .catch(() => { missing.push('products'); return { products: [] }; });
    for (const product of answer.products) products.set(product.id, product);
  }
  return { user, orders, products, partial: missing.join(', '), calls };
}

// What is returned is picked by the response schema: nothing is copied that it does not name.
async function web(services, sub, requestId) {
  const { user, orders, products, partial, calls } =
    await fetch(services, sub, requestId, { recent: 5, lines: Infinity });
  const body = {
    user: { id: user.id, name: user.displayName, email: user.email, avatarUrl: avatar(user) },
    orders: orders.map((order) => ({
      id: order.id,
      status: status(order.status),
      placedAt: order.placedAt && time(order.placedAt),
      total: order.total,
      lines: order.lines.map((line) => ({
        quantity: line.quantity, product: products.get(line.productId) ?? null,
      })),
    })),
  };
  return { body, partial, calls };
}

async function mobile(services, sub, requestId) {
  const { user, orders, products, partial, calls } =
    await fetch(services, sub, requestId, { recent: 3, lines: 1 });
  const body = {
    user: { name: user.displayName, avatarUrl: avatar(user) },
    orders: orders.slice(0, 3).map((order) => ({
      id: order.id,
      status: status(order.status),
      total: order.total,
      lines: order.lines.slice(0, 1).map((line) => ({ product: products.get(line.productId) ?? null })),
    })),
  };
  return { body, partial, calls };
}

exports.home = { web, mobile };
