// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/minted_claims.hpp"
#include "runtime/service_tokens.hpp"
#include "runtime/token_exchanges.hpp"
#include "upstream/client.hpp"

namespace bff::runtime {

// What the services of one upstream are told of who asks, as gateway.yaml has it.
struct CallerTerms {
  std::vector<std::pair<std::string, std::string>> claims;  // name of metadata, claim
  bool pass = false;                                        // the caller's own token
  std::shared_ptr<const ExchangeTerms> exchange;            // null: nothing is exchanged
  std::optional<auth::MintTerms> mint;
};

// The same as one worker has it, with the tokens that it has got.
struct ToldCallers {
  std::shared_ptr<const CallerTerms> terms;
  std::shared_ptr<const ExchangeTerms> exchange;  // with the secret of now
  ServiceTokens tokens;
};

using MetadataFields = std::pmr::vector<std::pair<std::string_view, std::string_view>>;

// Adds the claims that `caller` has. Texts are in UTF-8, of which metadata holds visible ASCII
// and blanks between: all other bytes, and `%`, are percent-encoded (RFC 3986 §2.1). The items of a
// list are joined by `,`, which is encoded within them. Views of `caller` and `arena`.
void add_claims(MetadataFields& fields, const CallerTerms& terms, const auth::Principal& caller,
                std::pmr::memory_resource& arena);

}  // namespace bff::runtime
