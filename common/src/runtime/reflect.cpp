// SPDX-License-Identifier: Apache-2.0
#include "runtime/reflect.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "proto/reflection.hpp"
#include "upstream/client.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {
namespace {

// Asks one upstream. Each question has a stream of its own, so that a unary call carries it: the
// method is a bidirectional one, which answers one request with one response.
class Questions {
 public:
  Questions(boost::asio::io_context& loop, const config::Upstream& upstream,
            upstream::Clock::time_point deadline, std::function<void()> done)
      : name_(upstream.name),
        deadline_(deadline),
        reflection_(upstream.services),
        client_(upstream::make_h2_client(loop, {.name = upstream.name,
                                                .endpoints = upstream.endpoints,
                                                .max_message = proto::Reflection::kMaxBytes,
                                                .connect_timeout = upstream.connect_timeout})),
        done_(std::move(done)) {}

  void ask() {
    auto request = reflection_.next();
    if (!request) return done_();
    client_->start(
        {.call = "reflection",
         .method = alpha_ ? "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
                          : "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
         .message = *std::move(request),
         .deadline = deadline_,
         .metadata = {}},
        [this](const upstream::RpcOutcome& outcome) { answered(outcome); });
  }

  const std::string& upstream() const noexcept { return name_; }
  // "" if all went well.
  const std::string& why() const noexcept { return why_; }
  const proto::DescriptorFiles& files() const noexcept { return reflection_.files(); }

 private:
  void answered(const upstream::RpcOutcome& outcome) {
    namespace code = upstream::code;
    if (outcome.code == code::kUnimplemented && !alpha_) {
      alpha_ = true;
      return ask();
    }
    if (outcome.code == code::kOk) {
      if (reflection_.take(outcome.response)) return ask();
      why_ = reflection_.why();
    } else if (outcome.code == code::kUnimplemented) {
      why_ = "it has no server reflection";
    } else {
      why_ = std::string{upstream::name_of(outcome.code)} + ": " + outcome.message;
    }
    done_();
  }

  std::string name_;
  upstream::Clock::time_point deadline_;
  proto::Reflection reflection_;
  std::unique_ptr<upstream::Client> client_;
  std::function<void()> done_;
  bool alpha_ = false;
  std::string why_;
};

}  // namespace

std::string reflect(const config::Gateway& config, std::chrono::milliseconds patience,
                    std::string& why) {
  boost::asio::io_context loop;
  const auto deadline = upstream::Clock::now() + patience;
  std::vector<std::unique_ptr<Questions>> all;
  std::size_t left = config.reflection->upstreams.size();
  for (const auto& [name, place] : config.reflection->upstreams) {
    const auto upstream =
        std::find_if(config.upstreams.begin(), config.upstreams.end(),
                     [&wanted = name](const auto& known) { return known.name == wanted; });
    all.push_back(std::make_unique<Questions>(loop, *upstream, deadline, [&] {
      if (--left == 0) loop.stop();
    }));
  }
  for (const auto& questions : all) questions->ask();
  if (left > 0) loop.run();

  proto::DescriptorFiles files;
  for (const auto& questions : all) {
    why = questions->why();
    if (const auto differs = proto::merge(questions->files(), files);
        why.empty() && !differs.empty()) {
      why = "its version of '" + differs + "' is not that of the upstreams before it";
    }
    if (why.empty()) continue;
    why = "the upstream '" + questions->upstream() + "': " + why;
    return "";
  }
  return proto::descriptor_set_of(files);
}

}  // namespace bff::runtime
