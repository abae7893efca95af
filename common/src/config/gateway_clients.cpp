// SPDX-License-Identifier: Apache-2.0
// Who is on the other side: proxies that are trusted, and what failures an address has free.
#include "config/attempts.hpp"
#include "config/gateway_sections.hpp"
#include "config/trusted_proxies.hpp"

namespace bff::config {

using namespace std::chrono_literals;

void read_trusted_proxies(const Node* networks, const Node* header, Gateway& gateway,
                          Diagnostics& out) {
  TrustedProxies proxies;
  MapReader map(nullptr, "", out);
  map.texts(networks, "trusted_proxies", [&](const std::string& text, const Node& item) {
    Network network;
    if (const std::string wrong = parse_network(text, network); !wrong.empty()) {
      out.add("BFF120", item.place, "'" + text + "' " + wrong,
              "write where the proxies connect from, as in '10.0.0.0/8' or '::1'");
    }
    proxies.networks.push_back(network);
  });
  std::string word;
  if (header != nullptr && read_text(*header, "forwarded", word, out)) {
    if (networks == nullptr) {
      out.add("BFF117", header->place, "'forwarded' is believed of trusted proxies only",
              "name them: 'trusted_proxies: [10.0.0.0/8]'");
    }
    if (word == "forwarded") {
      proxies.header = TrustedProxies::Header::forwarded;
    } else if (word != "x-forwarded-for") {
      std::string remedy = did_you_mean(word, {"x-forwarded-for", "forwarded"});
      if (remedy.empty()) remedy = "write x-forwarded-for or forwarded";
      out.add("BFF119", header->place, "'" + word + "' is no header that names clients",
              std::move(remedy));
    }
  }
  if (networks != nullptr) {
    gateway.proxies = std::make_shared<const TrustedProxies>(std::move(proxies));
  }
}

void read_attempts(const Node& node, Gateway& gateway, Diagnostics& out) {
  Attempts attempts;
  if (node.is_text()) {
    std::string word;
    if (!read_text(node, "auth.attempts", word, out)) return;
    if (word != "off") {
      out.add("BFF119", node.place, "'auth.attempts' must be a map or off, not '" + word + "'",
              "write { per_address: 60, window: 1m }");
    }
    attempts.per_address = 0;
  } else {
    MapReader map(&node, "auth.attempts", out);
    map.count("per_address", 1, 1'000, attempts.per_address);
    map.duration("window", 1s, 1h, attempts.window);
    map.refuse_unknown();
  }
  gateway.auth.attempts = std::make_shared<const Attempts>(attempts);
}

}  // namespace bff::config
