// SPDX-License-Identifier: Apache-2.0
#include "streams/source.hpp"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <stdexcept>
#include <thread>
#include <utility>

namespace bff::streams {
namespace {

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

// Field 1 a varint, field 2 a text.
std::string entry(std::int64_t number, const std::string& text) {
  std::string bytes = "\x08";
  append_varint(bytes, static_cast<std::uint64_t>(number));
  bytes += '\x12';
  append_varint(bytes, text.size());
  return bytes + text;
}

}  // namespace

// One call. gRPC calls the On… one after the other, but for OnCancel.
class Source::Stream final : public grpc::ServerGenericBidiReactor {
 public:
  Stream(Source& source, bool waits) : source_(source), waits_(waits) { StartRead(&request_); }

  void OnReadDone(bool ok) override {
    if (!ok) return finish();
    next();
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return finish();
    ++source_.sent_;
    if (!waits_) return next();
    quiet_ = true;
    if (gone_) finish();
  }
  void OnCancel() override {
    {
      const std::lock_guard lock{source_.mutex_};
      source_.cancelled_ = Clock::now();
      source_.changed_.notify_all();
    }
    gone_ = true;
    if (quiet_) finish();  // no write is under way that would fail
  }
  void OnDone() override { delete this; }

 private:
  void next() {
    if (number_ == source_.entries_) return finish();
    const grpc::Slice slice{entry(++number_, source_.text_)};
    response_ = grpc::ByteBuffer{&slice, 1};
    StartWrite(&response_);
  }
  void finish() {
    if (!finished_.exchange(true)) Finish(grpc::Status::OK);
  }

  Source& source_;
  bool waits_;
  grpc::ByteBuffer request_, response_;
  std::int64_t number_ = 0;
  std::atomic<bool> quiet_ = false, gone_ = false, finished_ = false;
};

class Source::Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(Source& source) : source_(source) {}

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    return new Stream{source_, context->method() == "/feed.v1.Feed/Wait"};
  }

  Source& source_;
};

Source::Source(std::int64_t entries, std::string text)
    : entries_(entries), text_(std::move(text)), service_(std::make_unique<Service>(*this)) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterCallbackGenericService(service_.get());
  server_ = builder.BuildAndStart();
  if (!server_) throw std::runtime_error("the service does not start");
}

Source::~Source() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

void Source::await_standstill(std::chrono::milliseconds quiet) const {
  auto moved = Clock::now();
  for (std::int64_t last = sent_; Clock::now() - moved < quiet;) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
    if (const std::int64_t now = sent_; now != last) {
      last = now;
      moved = Clock::now();
    }
  }
}

std::optional<Clock::time_point> Source::cancellation(std::chrono::seconds limit) {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, limit, [this] { return cancelled_.has_value(); });
  return std::exchange(cancelled_, std::nullopt);
}

}  // namespace bff::streams
