// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/login.hpp"
#include "auth/provider_description.hpp"
#include "base/url.hpp"
#include "upstream/http_client.hpp"

namespace bff::runtime {

// How this gateway is known to an OpenID Connect provider.
struct ProviderTerms {
  std::string issuer;
  Url discovery;
  std::string ca_file;
  auth::LoginClient client;
  std::string secret;        // empty: a public client
  std::string after_logout;  // the URL where the provider sends browsers back to
};

// Talks to the identity provider that people log in at. One thread; time comes in. What is asked
// is answered once, perhaps at once; not at all when this object ends before.
//
// Errors: upstream_unavailable or upstream_timeout where the provider cannot be asked,
// upstream_error where its answer is none of use, invalid_token where a grant does not hold.
class ProviderClient {
 public:
  using Clock = std::chrono::steady_clock;
  using Now = std::function<Clock::time_point()>;
  template <class T>
  using Done = std::function<void(Result<T>)>;

  // The description is read again when it is so old, and tried again so long after a failure.
  static constexpr std::chrono::minutes kFresh{60};
  static constexpr std::chrono::seconds kPause{5};

  ProviderClient(ProviderTerms terms, std::unique_ptr<upstream::HttpClient> http, Now now);

  // Where the browser is to go to log in. The request goes ahead of it where the provider takes
  // that (RFC 9126).
  void begin(const auth::LoginAttempt& attempt, const auth::LoginWish& wish,
             Done<std::string> done);
  void redeem(const auth::LoginAttempt& attempt, const std::string& code,
              Done<auth::TokenSet> done);
  void refresh(const std::string& refresh_token, Done<auth::TokenSet> done);
  // Tells the provider that a refresh token is not used any more (RFC 7009), where it wants to
  // know; nobody waits for that.
  void revoke(const std::string& refresh_token);
  // Where the browser is to go so that the provider's own session ends too; "": it has no such
  // place. Without `id_token_hint`: no token goes through the browser.
  void logout_url(Done<std::string> done);

  // Other terms for the same provider.
  void adjust(ProviderTerms terms) { terms_ = std::move(terms); }

  // Whether an answer of the provider must name it (RFC 9207). Known after begin().
  bool names_itself() const noexcept { return description_ && description_->names_itself; }
  const ProviderTerms& terms() const noexcept { return terms_; }

 private:
  using Description = std::shared_ptr<const auth::ProviderDescription>;

  void describe(Done<Description> done);
  void settle(Result<upstream::HttpAnswer> answer);
  // A form to an endpoint, with the client's own credentials.
  void post(const std::string& endpoint, std::string form, upstream::HttpClient::Done done);
  void token(std::string form, Done<auth::TokenSet> done);

  ProviderTerms terms_;
  std::unique_ptr<upstream::HttpClient> http_;
  Now now_;
  Description description_;
  Clock::time_point read_{};      // with success
  Clock::time_point retry_{};     // after a failure: not before
  std::optional<Error> failure_;  // of the last reading
  std::vector<Done<Description>> waiting_;
};

}  // namespace bff::runtime
