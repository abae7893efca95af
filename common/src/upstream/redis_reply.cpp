// SPDX-License-Identifier: Apache-2.0
#include "upstream/redis_reply.hpp"

#include <hiredis/hiredis.h>

#include <cstdlib>
#include <stdexcept>

namespace bff::upstream {
namespace {

using Kind = RedisReply::Kind;

// What hiredis builds a reply of. noexcept: no exception may cross its C.

// The first of its whole is of the heap, the others are in the lists that they belong to. A list
// grows only while the newest in it is complete, so that hiredis holds no pointer that moves.
RedisReply* place_of(const redisReadTask* task) {
  if (task->parent == nullptr) return new RedisReply;
  return &static_cast<RedisReply*>(task->parent->obj)->list.emplace_back();
}

void* make_text(const redisReadTask* task, char* text, std::size_t size) noexcept {
  RedisReply* const reply = place_of(task);
  reply->kind = task->type == REDIS_REPLY_ERROR    ? Kind::error
                : task->type == REDIS_REPLY_STATUS ? Kind::status
                                                   : Kind::text;
  reply->text.assign(text, size);
  return reply;
}

// The server's number of elements is not believed: room is made as they come.
void* make_list(const redisReadTask* task, int) noexcept {
  RedisReply* const reply = place_of(task);
  reply->kind = Kind::list;
  return reply;
}

void* make_integer(const redisReadTask* task, long long value) noexcept {
  RedisReply* const reply = place_of(task);
  reply->kind = Kind::integer;
  reply->integer = value;
  return reply;
}

void* make_nil(const redisReadTask* task) noexcept { return place_of(task); }

void free_reply(void* reply) noexcept { delete static_cast<RedisReply*>(reply); }

redisReplyObjectFunctions kFunctions{make_text, make_list, make_integer, make_nil, free_reply};

}  // namespace

std::string to_bytes(const RedisCommand& command) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : command) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* bytes = nullptr;
  const int size =
      redisFormatCommandArgv(&bytes, static_cast<int>(command.size()), texts.data(), sizes.data());
  const std::unique_ptr<char, decltype(&std::free)> owner{bytes, &std::free};
  if (size < 0) throw std::bad_alloc{};
  return {bytes, static_cast<std::size_t>(size)};
}

void RedisReader::Free::operator()(redisReader* reader) const { redisReaderFree(reader); }

RedisReader::RedisReader(std::size_t most)
    : reader_(redisReaderCreateWithFunctions(&kFunctions)), most_(most) {
  if (!reader_) throw std::bad_alloc{};
}

void RedisReader::feed(std::string_view bytes) {
  pending_ += bytes.size();
  redisReaderFeed(reader_.get(), bytes.data(), bytes.size());
}

Result<std::optional<RedisReply>> RedisReader::next() {
  void* whole = nullptr;
  if (redisReaderGetReply(reader_.get(), &whole) != REDIS_OK)
    return Error{.internal = std::string{"no answer of Redis: "} + reader_->errstr};
  if (whole == nullptr) {
    if (pending_ > most_)
      return Error{.internal = "an answer of more than " + std::to_string(most_) + " bytes"};
    return std::nullopt;
  }
  pending_ = reader_->len - reader_->pos;
  const std::unique_ptr<RedisReply> reply{static_cast<RedisReply*>(whole)};
  return std::optional{std::move(*reply)};
}

}  // namespace bff::upstream
