// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <nlohmann/json.hpp>

#include "contract/lock.hpp"
#include "contract/lock_json.hpp"
#include "contract/lock_words.hpp"

namespace bff::contract {
namespace {

using Kind = Type::Kind;

// A type is read by recursion. No JSON that the gateway writes is nested so deeply.
constexpr std::size_t kDeepest = 256;

Type word_type(const LockValue& value) {
  std::string word = value.text();
  Type type;
  type.nullable = word.ends_with('?');
  if (type.nullable) word.pop_back();
  if (word.starts_with('$')) {
    type.kind = Kind::reference;
    type.name = word.substr(1);
    return type;
  }
  const auto space = std::min(word.find(' '), word.size());
  for (const auto& [kind, known] : kLockKinds) {
    if (word.substr(0, space) != known) continue;
    type.kind = kind;
    type.name = word.substr(std::min(space + 1, word.size()));
    return type;
  }
  value.refuse("there is no type '" + word + "'");
  return type;
}

Type read_type(const LockValue& value);

void read_members(const LockValue& value, Type& type) {
  std::vector<std::string> optional, deprecated;
  if (value.has("optional")) optional = value.at("optional").texts();
  if (value.has("deprecated")) deprecated = value.at("deprecated").texts();
  const auto has = [](const std::vector<std::string>& keys, const std::string& key) {
    return std::ranges::find(keys, key) != keys.end();
  };
  for (const auto& [key, member] : value.at("keys").members()) {
    type.members.push_back({.key = key,
                            .type = read_type(member),
                            .optional = has(optional, key),
                            .deprecated = has(deprecated, key)});
  }
}

Type read_type(const LockValue& value) {
  if (value.is_text()) return word_type(value);
  Type type;
  if (value.depth() > kDeepest) {
    value.refuse("types are nested too deeply");
    return type;
  }
  value.only({"nullable", "enum", "closed", "literal", "list", "map", "keys", "optional",
              "deprecated", "either"});
  if (value.has("nullable")) type.nullable = value.at("nullable").flag();
  if (value.has("enum")) {
    type.kind = Kind::enumeration;
    type.names = value.at("enum").texts();
    type.open = !value.has("closed");
  } else if (value.has("literal")) {
    type.kind = Kind::literal;
    type.name = value.at("literal").json();
  } else if (value.has("list") || value.has("map")) {
    type.kind = value.has("list") ? Kind::list : Kind::map;
    type.items.push_back(read_type(value.at(value.has("list") ? "list" : "map")));
  } else if (value.has("keys")) {
    type.kind = Kind::object;
    read_members(value, type);
  } else if (value.has("either")) {
    type.kind = Kind::either;
    for (const LockValue& item : value.at("either").list()) type.items.push_back(read_type(item));
  } else {
    value.refuse("this must be a type");
  }
  return type;
}

Parameter read_parameter(Parameter::In in, const std::string& name, const LockValue& value) {
  value.only({"type", "required", "default", "min", "max", "pattern", "separator"});
  Parameter out{.in = in, .name = name, .type = read_type(value.at("type"))};
  if (value.has("required")) out.required = value.at("required").flag();
  if (value.has("default")) out.default_text = value.at("default").text();
  if (value.has("min")) out.min = value.at("min").text();
  if (value.has("max")) out.max = value.at("max").text();
  if (value.has("pattern")) out.pattern = value.at("pattern").text();
  if (value.has("separator")) out.separator = value.at("separator").text();
  return out;
}

Answer read_answer(const LockValue& value) {
  value.only({"status", "body", "streams", "partial", "headers", "cookies"});
  Answer out;
  out.status = value.at("status").number();
  if (value.has("body")) out.body = read_type(value.at("body"));
  if (value.has("streams")) out.streams = value.at("streams").texts();
  if (value.has("partial")) out.partial = value.at("partial").flag();
  if (value.has("headers")) out.headers = value.at("headers").texts();
  if (value.has("cookies")) out.cookies = value.at("cookies").texts();
  return out;
}

Auth read_auth(const LockValue& route) {
  Auth auth;
  const LockValue value = route.at("auth");
  const std::string word = value.text();
  using Mode = Auth::Mode;
  const auto modes = {Mode::open, Mode::optional, Mode::required};
  const auto mode = std::ranges::find(modes, word, [](Mode m) { return name_of(m); });
  if (mode == modes.end()) {
    value.refuse("'" + word + "' is none of public, optional, required");
  } else {
    auth.mode = *mode;
  }
  if (route.has("scopes")) auth.scopes = route.at("scopes").texts();
  return auth;
}

Route read_route(const std::string& id, const LockValue& value) {
  value.only({"method", "path", "auth", "scopes", "deprecated", "sunset", "parameters", "body",
              "answer", "problems"});
  Route out{.id = id, .method = value.at("method").text(), .path = value.at("path").text()};
  out.auth = read_auth(value);
  if (value.has("deprecated")) out.deprecated = value.at("deprecated").flag();
  if (value.has("sunset")) out.sunset = value.at("sunset").text();
  if (value.has("parameters")) {
    const LockValue parameters = value.at("parameters");
    parameters.only({"path", "query", "header", "cookie"});
    for (const Parameter::In in : kLockPlaces) {
      if (!parameters.has(name_of(in))) continue;
      for (const auto& [name, parameter] : parameters.at(name_of(in)).members()) {
        out.parameters.push_back(read_parameter(in, name, parameter));
      }
    }
  }
  if (value.has("body")) {
    const LockValue body = value.at("body");
    body.only({"type", "optional"});
    out.body = Body{.type = read_type(body.at("type")), .required = !body.has("optional")};
  }
  out.answer = read_answer(value.at("answer"));
  if (value.has("problems")) {
    for (const LockValue& status : value.at("problems").list()) {
      out.problems.push_back(status.number());
    }
  }
  return out;
}

Named read_named(const std::string& name, const LockValue& value) {
  value.only({"type", "source", "input"});
  Named out{.name = name};
  out.type = read_type(value.at("type"));
  if (value.has("source")) out.source = value.at("source").text();
  if (value.has("input")) out.input = value.at("input").flag();
  return out;
}

}  // namespace

std::optional<Contract> read_lock(const std::shared_ptr<const Source>& source, Diagnostics& out) {
  nlohmann::json json;
  try {
    json = nlohmann::json::parse(source->text());
  } catch (const nlohmann::json::exception& e) {
    const auto* syntax = dynamic_cast<const nlohmann::json::parse_error*>(&e);
    const std::size_t at = syntax != nullptr && syntax->byte != 0 ? syntax->byte - 1 : 0;
    out.add("BFF401", place_at(source, at, 1), "this is no JSON",
            "a lock is what the command 'lock' writes");
    return std::nullopt;
  }
  const std::size_t before = out.size();
  const LockValue root(json, source, out);
  if (const std::string version = root.at("lock").text(); version != kLockVersion) {
    if (out.size() == before) {
      root.at("lock").refuse("this gateway reads locks of " + std::string(kLockVersion));
    }
    return std::nullopt;
  }
  root.only({"lock", "client", "routes", "types"});
  Contract contract;
  contract.client = root.at("client").text();
  for (const auto& [id, value] : root.at("routes").members()) {
    contract.routes.push_back(read_route(id, value));
  }
  for (const auto& [name, value] : root.at("types").members()) {
    contract.types.push_back(read_named(name, value));
  }
  if (out.size() != before) return std::nullopt;
  return contract;
}

}  // namespace bff::contract
