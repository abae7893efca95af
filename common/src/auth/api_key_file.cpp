// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <set>

#include <nlohmann/json.hpp>

#include "auth/api_key.hpp"
#include "auth/strict_json.hpp"
#include "base/unix_time.hpp"

// The file in which keys are kept.
namespace bff::auth {
namespace {

using std::chrono::seconds;

constexpr std::string_view kFileVersion = "bff/keys/v1";
constexpr int kFileDepth = 5;
constexpr std::int64_t kLastSecond = 9'000'000'000;  // 2255; a system_clock ends in 2262

Error bad(std::string why) { return {.code = Errc::internal, .internal = std::move(why)}; }

bool is_hex(const std::string& text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// Reads one key; what it lacks or has too much, is told by name.
class KeyReader {
 public:
  explicit KeyReader(const JsonValue& value) : value_(value) {}

  Result<ApiKey> read() {
    ApiKey key;
    text("id", key.id, true);
    text("sha256", key.sha256, true);
    text("subject", key.subject, true);
    text("plan", key.plan, false);
    scopes(key.scopes);
    time("created", key.created, true);
    time("expires", key.expires, false);
    for (const auto& [name, value] : value_.members) {
      if (!known_.contains(name)) fail("'" + name + "' is unknown");
    }
    if (why_.empty() && !is_hex(key.id, 16)) fail("'id' is no 16 hexadecimal digits");
    if (why_.empty() && !is_hex(key.sha256, 64)) fail("'sha256' is no 64 hexadecimal digits");
    if (why_.empty() && key.subject.empty()) fail("'subject' is empty");
    if (!why_.empty()) return bad(why_);
    return key;
  }

 private:
  const JsonValue* member(const char* name, bool required) {
    known_.insert(name);
    const JsonValue* value = value_.member(name);
    if (value == nullptr && required) fail("'" + std::string(name) + "' is missing");
    return value;
  }
  void text(const char* name, std::string& out, bool required) {
    const JsonValue* value = member(name, required);
    if (value == nullptr) return;
    if (!value->is_text()) return fail("'" + std::string(name) + "' is no text");
    out = value->text;
  }
  void scopes(std::vector<std::string>& out) {
    const JsonValue* value = member("scopes", false);
    if (value == nullptr) return;
    if (!value->is_list()) return fail("'scopes' is no list");
    for (const JsonValue& scope : value->items) {
      if (!scope.is_text()) return fail("'scopes' holds something else than texts");
      out.push_back(scope.text);
    }
  }
  void time(const char* name, ApiKey::Time& out, bool required) {
    const JsonValue* value = member(name, required);
    if (value == nullptr) return;
    std::int64_t number = -1;
    const char* const end = value->text.data() + value->text.size();
    const bool good = value->kind == JsonValue::Kind::number &&
                      std::from_chars(value->text.data(), end, number).ptr == end;
    if (!good || number < 0 || number > kLastSecond) {
      return fail("'" + std::string(name) + "' is no time in seconds");
    }
    out = ApiKey::Time{seconds{number}};
  }
  void fail(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }

  const JsonValue& value_;
  std::set<std::string, std::less<>> known_;
  std::string why_;
};

}  // namespace

Result<std::vector<ApiKey>> parse_api_keys(std::string_view json) {
  const auto document = parse_strict_json(json, kFileDepth);
  if (!document) return bad(document.error().internal);
  const JsonValue* const version = document->member("version");
  if (version == nullptr || !version->is_text() || version->text != kFileVersion) {
    return bad("its 'version' is not " + std::string(kFileVersion));
  }
  const JsonValue* const list = document->member("keys");
  if (list == nullptr || !list->is_list()) return bad("it has no list 'keys'");
  std::vector<ApiKey> keys;
  for (const JsonValue& item : list->items) {
    const std::string name = "key " + std::to_string(keys.size() + 1);
    if (!item.is_object()) return bad(name + " is no object");
    auto key = KeyReader(item).read();
    if (!key) return bad(name + ": " + key.error().internal);
    if (std::ranges::find(keys, key->id, &ApiKey::id) != keys.end()) {
      return bad(name + ": another key has the same 'id'");
    }
    keys.push_back(*std::move(key));
  }
  return keys;
}

std::string api_keys_json(const std::vector<ApiKey>& keys) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const ApiKey& key : keys) {
    Json one{{"id", key.id}, {"sha256", key.sha256}, {"subject", key.subject}};
    if (!key.plan.empty()) one["plan"] = key.plan;
    if (!key.scopes.empty()) one["scopes"] = key.scopes;
    one["created"] = unix_seconds(key.created);
    if (key.expires != ApiKey::kNever) one["expires"] = unix_seconds(key.expires);
    list.push_back(std::move(one));
  }
  return Json{{"version", kFileVersion}, {"keys", std::move(list)}}.dump(2) + "\n";
}

}  // namespace bff::auth
