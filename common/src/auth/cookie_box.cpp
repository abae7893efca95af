// SPDX-License-Identifier: Apache-2.0
#include "auth/cookie_box.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "auth/base64url.hpp"
#include "auth/digest.hpp"
#include "auth/openssl.hpp"
#include "auth/random.hpp"

namespace bff::auth {
namespace {

constexpr char kBoxVersion = 1;
constexpr std::size_t kIdSize = 4, kNonceSize = 12, kTagSize = 16;
constexpr std::size_t kHeadSize = 1 + kIdSize + kNonceSize;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
int size_of(std::string_view text) { return static_cast<int>(text.size()); }

void must(bool done) {
  if (!done) throw std::runtime_error("AES-256-GCM is not to be had");
}

// What is not sealed, but must be the same when it is opened: the version and the key's id too.
std::string bound_to(std::string_view name, std::string_view head) {
  return std::string{head.substr(0, 1 + kIdSize)}.append(name);
}

std::string seal_with(const CookieBox::Key& key, std::string_view nonce, std::string_view bound,
                      std::string_view plain) {
  const Cipher cipher{EVP_CIPHER_CTX_new()};
  std::string sealed(plain.size() + kTagSize, '\0');
  int size = 0;
  must(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes_of(nonce)) ==
           1 &&
       EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes_of(bound), size_of(bound)) == 1 &&
       EVP_EncryptUpdate(cipher.get(), bytes_of(sealed), &size, bytes_of(plain), size_of(plain)) ==
           1 &&
       EVP_EncryptFinal_ex(cipher.get(), bytes_of(sealed) + size, &size) == 1 &&
       EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagSize,
                           bytes_of(sealed) + plain.size()) == 1);
  return sealed;
}

// Precondition: there are kTagSize bytes.
std::optional<std::string> open_with(const CookieBox::Key& key, std::string_view nonce,
                                     std::string_view bound, std::string_view sealed) {
  const Cipher cipher{EVP_CIPHER_CTX_new()};
  const std::string_view body = sealed.substr(0, sealed.size() - kTagSize);
  std::string tag{sealed.substr(body.size())};
  std::string plain(body.size(), '\0');
  int size = 0;
  must(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes_of(nonce)) ==
           1 &&
       EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes_of(bound), size_of(bound)) == 1 &&
       EVP_DecryptUpdate(cipher.get(), bytes_of(plain), &size, bytes_of(body), size_of(body)) ==
           1 &&
       EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data()) == 1);
  // Nothing of `plain` may be used before this has held.
  if (EVP_DecryptFinal_ex(cipher.get(), bytes_of(plain) + size, &size) != 1) return std::nullopt;
  return plain;
}

std::optional<std::string> decode_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    unsigned char byte = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
    if (error != std::errc{} || end != text.data() + i + 2) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace

CookieBox::CookieBox(const std::vector<Key>& keys) {
  for (const Key& key : keys) {
    Known known{.id = {}, .key = key};
    const std::string digest = sha256({reinterpret_cast<const char*>(key.data()), key.size()});
    std::copy_n(digest.begin(), kIdSize, known.id.begin());
    keys_.push_back(known);
  }
}

std::string CookieBox::seal(std::string_view name, std::string_view plain) const {
  const std::string nonce = random_bytes(kNonceSize);
  std::string text{kBoxVersion};
  text.append(keys_.front().id.begin(), keys_.front().id.end()).append(nonce);
  text += seal_with(keys_.front().key, nonce, bound_to(name, text), plain);
  return encode_base64url(text);
}

std::optional<std::string> CookieBox::open(std::string_view name, std::string_view text) const {
  const ErrorQueueGuard guard;
  const auto bytes = decode_base64url(text);
  if (!bytes || bytes->size() < kHeadSize + kTagSize || bytes->front() != kBoxVersion) {
    return std::nullopt;
  }
  const std::string_view all = *bytes;
  const auto known = std::ranges::find_if(keys_, [&](const Known& one) {
    return std::equal(one.id.begin(), one.id.end(), bytes_of(all.substr(1)));
  });
  const Key& key = known != keys_.end() ? known->key : keys_.front().key;
  return open_with(key, all.substr(1 + kIdSize, kNonceSize), bound_to(name, all),
                   all.substr(kHeadSize));
}

Result<std::vector<CookieBox::Key>> parse_cookie_keys(std::string_view text) {
  std::vector<CookieBox::Key> keys;
  const auto bad = [](std::string why) {
    return Error{.code = Errc::internal, .internal = std::move(why)};
  };
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = line.substr(0, line.find('#'));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const auto bytes =
        line.size() == 2 * CookieBox::kKeySize ? decode_hex(line) : decode_base64url(line);
    if (!bytes || bytes->size() != CookieBox::kKeySize) {
      return bad("line " + std::to_string(number) + " is no key of 32 bytes");
    }
    CookieBox::Key key;
    std::copy(bytes->begin(), bytes->end(), key.begin());
    if (std::ranges::find(keys, key) != keys.end()) {
      return bad("line " + std::to_string(number) + " repeats a key");
    }
    keys.push_back(key);
  }
  if (keys.empty()) return bad("there is no key in it");
  return keys;
}

}  // namespace bff::auth
