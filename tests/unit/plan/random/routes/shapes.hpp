// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "unit/plan/random/routes/expressions.hpp"

namespace bff::random_plans {

// Shapes of every directive, three deep.
class RandomShapes {
 public:
  RandomShapes(Random& random, Scope& scope, References& refs, RandomExpressions& expressions)
      : random_(random), scope_(scope), refs_(refs), expressions_(expressions) {}

  // `path`: of the keys to it, for views; empty where a view cannot name it.
  std::string object(int depth, const std::string& path);

  void note(const std::string& path, bool list) { paths_.emplace_back(path, list); }
  // What a view can name; true: it is a list.
  const std::vector<std::pair<std::string, bool>>& paths() const { return paths_; }

 private:
  std::string shape(int depth, const std::string& path, bool in_list = false);
  std::string list(int depth, const std::string& path);
  std::string each(const Source& source, int depth, const std::string& path);
  std::string from(const Source& source, int depth, const std::string& path);
  std::string body(const Typed& element, int depth, const std::string& path, bool in_list);
  std::string literal();
  std::string value(const std::string& path);
  std::string text();
  std::string count();
  std::string picks(const google::protobuf::Descriptor& message);
  std::string merged(int depth, const std::string& path);
  std::string choose(int depth, const std::string& path, bool in_list);
  std::string names_list();

  Random& random_;
  Scope& scope_;
  References& refs_;
  RandomExpressions& expressions_;
  std::vector<std::pair<std::string, bool>> paths_;
};

}  // namespace bff::random_plans
