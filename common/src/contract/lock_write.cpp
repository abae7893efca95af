// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <nlohmann/json.hpp>

#include "contract/lock.hpp"
#include "contract/lock_words.hpp"

namespace bff::contract {
namespace {

using LockJson = nlohmann::json;  // sorts its keys
using Kind = Type::Kind;

std::vector<std::string> sorted(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  return texts;
}

std::string word_of(const Type& type) {
  for (const auto& [kind, word] : kLockKinds) {
    if (kind == type.kind) return std::string(word) + (type.name.empty() ? "" : " " + type.name);
  }
  return "$" + type.name;
}

LockJson type_json(const Type& type);

void add_members(LockJson& out, const std::vector<Member>& members) {
  out["keys"] = LockJson::object();
  std::vector<std::string> optional, deprecated;
  for (const Member& member : members) {
    out["keys"][member.key] = type_json(member.type);
    if (member.optional) optional.push_back(member.key);
    if (member.deprecated) deprecated.push_back(member.key);
  }
  if (!optional.empty()) out["optional"] = sorted(std::move(optional));
  if (!deprecated.empty()) out["deprecated"] = sorted(std::move(deprecated));
}

LockJson type_json(const Type& type) {
  LockJson out = LockJson::object();
  switch (type.kind) {
    case Kind::enumeration:
      out["enum"] = sorted(type.names);
      if (!type.open) out["closed"] = true;
      break;
    case Kind::literal:
      out["literal"] = LockJson::parse(type.name);
      break;
    case Kind::list:
      out["list"] = type_json(type.items.at(0));
      break;
    case Kind::map:
      out["map"] = type_json(type.items.at(0));
      break;
    case Kind::object:
      add_members(out, type.members);
      break;
    case Kind::either:
      out["either"] = LockJson::array();
      for (const Type& item : type.items) out["either"].push_back(type_json(item));
      break;
    default:
      return word_of(type) + (type.nullable ? "?" : "");
  }
  if (type.nullable) out["nullable"] = true;
  return out;
}

LockJson parameter_json(const Parameter& parameter) {
  LockJson out{{"type", type_json(parameter.type)}};
  if (parameter.required) out["required"] = true;
  if (parameter.default_text) out["default"] = *parameter.default_text;
  if (parameter.min) out["min"] = *parameter.min;
  if (parameter.max) out["max"] = *parameter.max;
  if (!parameter.pattern.empty()) out["pattern"] = parameter.pattern;
  if (!parameter.separator.empty()) out["separator"] = parameter.separator;
  return out;
}

LockJson answer_json(const Answer& answer) {
  LockJson out{{"status", answer.status}};
  if (answer.body) out["body"] = type_json(*answer.body);
  if (!answer.streams.empty()) out["streams"] = answer.streams;
  if (answer.partial) out["partial"] = true;
  if (!answer.headers.empty()) out["headers"] = sorted(answer.headers);
  if (!answer.cookies.empty()) out["cookies"] = sorted(answer.cookies);
  return out;
}

LockJson route_json(const Route& route) {
  LockJson out{{"method", route.method},
               {"path", route.path},
               {"auth", name_of(route.auth.mode)},
               {"answer", answer_json(route.answer)}};
  if (!route.auth.scopes.empty()) out["scopes"] = sorted(route.auth.scopes);
  if (route.deprecated) out["deprecated"] = true;
  if (!route.sunset.empty()) out["sunset"] = route.sunset;
  for (const Parameter& parameter : route.parameters) {
    out["parameters"][std::string(name_of(parameter.in))][parameter.name] =
        parameter_json(parameter);
  }
  if (route.body) {
    out["body"]["type"] = type_json(route.body->type);
    if (!route.body->required) out["body"]["optional"] = true;
  }
  if (!route.problems.empty()) out["problems"] = route.problems;
  return out;
}

LockJson named_json(const Named& named) {
  LockJson out{{"type", type_json(named.type)}};
  if (!named.source.empty()) out["source"] = named.source;
  if (named.input) out["input"] = true;
  return out;
}

}  // namespace

std::string to_lock(const Contract& contract) {
  LockJson out{{"lock", kLockVersion},
               {"client", contract.client},
               {"routes", LockJson::object()},
               {"types", LockJson::object()}};
  for (const Route& route : contract.routes) out["routes"][route.id] = route_json(route);
  for (const Named& named : contract.types) out["types"][named.name] = named_json(named);
  return out.dump(2) + "\n";
}

}  // namespace bff::contract
