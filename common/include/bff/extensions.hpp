// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bff/error.hpp"

namespace bff {

// Methods of a gateway's own, which routes call like those of a service (docs/extending.md):
//
//   Result<Totals> totals(const TotalsRequest& request);
//   return bff::run(argc, argv, info,
//                   bff::Extensions{}.method("boutique.local.Checkout/Totals", totals));
//
// Messages are classes that protoc generated. A method is pure: it neither waits nor keeps
// anything, and is called on all workers at once. What it throws is its failure.
class Extensions {
 public:
  struct Method {
    std::string name;  // "boutique.local.Checkout/Totals"
    // Full names of the messages, held against the .proto files when the gateway starts.
    std::string request, response;
    std::function<Result<std::string>(std::string_view request)> call;  // protobuf in, protobuf out
  };

  // `function` takes `const Request&` and returns `Result<Response>`.
  template <class Function>
  Extensions& method(std::string name, Function function) {
    return add(std::move(name), std::function(std::move(function)));
  }

  const std::vector<Method>& methods() const noexcept { return methods_; }

 private:
  template <class Request, class Response>
  Extensions& add(std::string name, std::function<Result<Response>(const Request&)> function) {
    const auto call = [function =
                           std::move(function)](std::string_view bytes) -> Result<std::string> {
      Request request;
      if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return Error{.code = Errc::internal,
                     .internal = "the request is no " + request.GetTypeName()};
      }
      const Result<Response> response = function(request);
      if (!response) return response.error();
      return response->SerializeAsString();
    };
    methods_.push_back({std::move(name), Request{}.GetTypeName(), Response{}.GetTypeName(), call});
    return *this;
  }

  std::vector<Method> methods_;
};

}  // namespace bff
