// SPDX-License-Identifier: Apache-2.0
'use strict';
const { createPublicKey } = require('node:crypto');
const { createVerifier } = require('fast-jwt');

class Refused extends Error {
  constructor(statusCode, message) {
    super(message);
    this.statusCode = statusCode;
  }
}

// verifier(KEY SET): a function of the authorization header and the scopes that are needed.
// A token is checked once; later requests with it find its claims in fast-jwt's cache, which
// is keyed by the token itself: hashing it first is slower and no safer in one process.
exports.verifier = ({ keys: [jwk] }) => {
  const check = createVerifier({
    key: createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
    algorithms: ['RS256'], allowedIss: 'https://id.example', allowedAud: 'shop',
    cache: 10_000, cacheKeyBuilder: (token) => token,
  });
  return (header, scopes) => {
    if (!header?.startsWith('Bearer ')) throw new Refused(401, 'A valid token is needed');
    let claims;
    try {
      claims = check(header.slice(7));
    } catch {
      throw new Refused(401, 'A valid token is needed');
    }
    const granted = claims.scope.split(' ');
    if (!scopes.every((scope) => granted.includes(scope))) throw new Refused(403, 'The token lacks a scope');
    return claims;
  };
};
