// SPDX-License-Identifier: Apache-2.0
#include "support/refused_requests.hpp"

namespace bff::test {
namespace {

using namespace std::string_literals;
using Rows = std::vector<RefusedRequest>;

// A request with this request line.
std::string line(const std::string& request_line) {
  return request_line + "\r\nHost: shop.example\r\n\r\n";
}

std::string target(const std::string& target) { return line("GET " + target + " HTTP/1.1"); }

std::string version(const std::string& version) { return line("GET / " + version); }

// A GET with these header lines besides Host; each ends in CRLF.
std::string fields(const std::string& lines) {
  return "GET / HTTP/1.1\r\nHost: shop.example\r\n" + lines + "\r\n";
}

std::string value(const std::string& value) { return fields("X-Note: " + value + "\r\n"); }

std::string host(const std::string& value) {
  return "GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n";
}

// A POST with these header lines, and bytes behind its head.
std::string post(const std::string& lines, const std::string& content = "") {
  return "POST / HTTP/1.1\r\nHost: shop.example\r\n" + lines + "\r\n" + content;
}

std::string length(const std::string& value) {
  return post("Content-Length: " + value + "\r\n", "hello");
}

std::string coding(const std::string& value) {
  return post("Transfer-Encoding: " + value + "\r\n", "5\r\nhello\r\n0\r\n\r\n");
}

std::string chunks(const std::string& content) {
  return post("Transfer-Encoding: chunked\r\n", content);
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

Rows lines_and_methods() {
  return {
      {"MethodLowerCase", "method in lower case", line("get / HTTP/1.1"), 400},
      {"MethodMissing", "space before the method", line(" GET / HTTP/1.1"), 400},
      {"MethodSeparator", "separator inside the method", line("GE(T / HTTP/1.1"), 400},
      {"MethodHyphen", "method of other than letters", line("M-SEARCH / HTTP/1.1"), 400},
      {"MethodColon", "header line in place of the request line", line("Host: a / HTTP/1.1"), 400},
      {"TlsHello", "TLS in place of HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400},
      {"ByteOrderMark", "byte order mark before the method", line("\xef\xbb\xbfGET / HTTP/1.1"),
       400},
      {"MethodUnknown", "unknown method", line("MKCOLA / HTTP/1.1"), 501},
      {"MethodConnect", "CONNECT", line("CONNECT shop.example:443 HTTP/1.1"), 501},
      {"Http2Preface", "preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 501},
      {"BlankLines", "two empty lines first", "\r\n\r\n" + line("GET / HTTP/1.1"), 400},
      {"BlankLineBareLf", "empty first line of LF alone", "\n" + line("GET / HTTP/1.1"), 400},
      {"BlankLineBareCr", "empty first line of CR alone", "\r" + line("GET / HTTP/1.1"), 400},
      {"TabAfterMethod", "tab behind the method", line("GET\t/ HTTP/1.1"), 400},
      {"TwoSpacesAfterMethod", "two spaces behind the method", line("GET  / HTTP/1.1"), 400},
      {"TwoSpacesBeforeVersion", "two spaces before the version", line("GET /  HTTP/1.1"), 400},
      {"SpaceAfterVersion", "space behind the version", line("GET / HTTP/1.1 "), 400},
      {"TabBeforeVersion", "tab before the version", line("GET /\tHTTP/1.1"), 400},
      {"SpaceInTarget", "space inside the target", line("GET /a b HTTP/1.1"), 400},
      {"VersionMissing", "request line of HTTP/0.9", "GET /\r\n\r\n", 400},
      {"TargetMissing", "request line without a target", line("GET HTTP/1.1"), 400},
      {"MethodAlone", "request line of a method alone", line("GET"), 400},
      {"RequestLineBareLf", "request line that ends in LF alone",
       "GET / HTTP/1.1\nHost: shop.example\r\n\r\n", 400},
      {"RequestLineBareCr", "request line that ends in CR alone",
       "GET / HTTP/1.1\rHost: shop.example\r\n\r\n", 400},
      {"RequestLineTooLong", "request line over 8 KiB", target("/" + std::string(8 * 1024, 'a')),
       414},
      {"RequestLineEndless", "request line without an end", "GET /" + std::string(9 * 1024, 'a'),
       414},
      {"HeadCutShort", "connection that ends inside a head", "GET / HTTP/1.1\r\nHost: shop.ex", 400,
       true},
      {"VersionMajor", "major version other than 1", version("HTTP/2.0"), 400},
      {"VersionMinor", "minor version over 1", version("HTTP/1.2"), 400},
      {"VersionTwoDigits", "minor version of two digits", version("HTTP/1.10"), 400},
      {"VersionLeadingZero", "version with a leading zero", version("HTTP/01.1"), 400},
      {"VersionLowerCase", "protocol name in lower case", version("http/1.1"), 400},
      {"VersionOtherProtocol", "another protocol's name", version("RTSP/1.0"), 400},
      {"VersionWithoutMinor", "version without a minor part", version("HTTP/1"), 400},
      {"VersionComma", "version with a comma", version("HTTP/1,1"), 400},
      {"VersionSuffix", "version followed by text", version("HTTP/1.1x"), 400},
  };
}

Rows targets() {
  return {
      {"TargetRelative", "target without a leading slash", target("index.html"), 400},
      {"TargetAuthority", "authority as the target of GET", target("shop.example:80"), 400},
      {"TargetAsterisk", "asterisk as the target of GET", target("*"), 400},
      {"TargetAsteriskMore", "asterisk followed by text", line("OPTIONS *x HTTP/1.1"), 400},
      {"TargetAsteriskQuery", "asterisk followed by a query", line("OPTIONS *?a HTTP/1.1"), 400},
      {"TargetBackslash", "backslash as the first slash", target("\\a"), 400},
      {"TargetInnerBackslash", "backslash inside the path", target("/a\\b"), 400},
      {"TargetFragment", "fragment", target("/a#b"), 400},
      {"TargetQueryFragment", "fragment behind a query", target("/a?b#c"), 400},
      {"TargetUtf8", "unescaped UTF-8 in the path", target("/caf\xc3\xa9"), 400},
      {"TargetQueryUtf8", "unescaped UTF-8 in the query", target("/?q=caf\xc3\xa9"), 400},
      {"TargetNul", "NUL in the target", target("/a\0b"s), 400},
      {"TargetControl", "control character in the target", target("/a\x1b[1m"), 400},
      {"TargetDelete", "DEL in the target", target("/a\x7f"), 400},
      {"TargetQuote", "character in the target that no URI has", target("/\"a\""), 400},
      {"TargetBrackets", "delimiter of URIs inside the path", target("/a[0]"), 400},
      {"PercentNotHex", "percent sign before other than hexadecimal digits", target("/%zz"), 400},
      {"PercentOneDigit", "percent sign before one digit", target("/%4/a"), 400},
      {"PercentAtEnd", "percent sign at the end", target("/a%"), 400},
      {"PercentCut", "escape cut short by the end", target("/a%4"), 400},
      {"PercentInQuery", "percent sign alone in the query", target("/?a=100%&b=1"), 400},
      {"PercentUnicode", "escape of the form %u", target("/%u0041"), 400},
      {"AbsoluteScheme", "absolute target of a scheme that is not HTTP",
       target("ftp://shop.example/"), 400},
      {"AbsoluteOneSlash", "absolute target with one slash", target("http:/shop.example/"), 400},
      {"AbsoluteWithoutScheme", "absolute target without a scheme", target("://shop.example/"),
       400},
      {"AbsoluteEmptyHost", "absolute target without a host", target("http:///a"), 400},
      {"AbsoluteUserinfo", "absolute target with user information",
       target("http://shop.example@evil.example/"), 400},
      {"AbsoluteOtherHost", "absolute target of another host", target("http://evil.example/"), 400},
      {"AbsoluteOtherPort", "absolute target of another port", target("http://shop.example:81/"),
       400},
      {"AbsoluteBadPort", "absolute target with a port that is no number",
       target("http://shop.example:http/"), 400},
      {"AbsoluteFragment", "absolute target with a fragment", target("http://shop.example#a"), 400},
      {"AbsoluteBackslash", "absolute target with a backslash in its host",
       target("http://shop.example\\@evil.example/"), 400},
      {"AbsoluteZone", "absolute target with a zone in its address",
       target("http://[fe80::1%25eth0]/"), 400},
  };
}

Rows hosts() {
  return {
      {"HostMissing", "no Host in HTTP/1.1", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n", 400},
      {"HostMissingAbsolute", "no Host beside an absolute target",
       "GET http://shop.example/ HTTP/1.1\r\nAccept: */*\r\n\r\n", 400},
      {"HostRepeated", "Host twice", fields("Host: shop.example\r\n"), 400},
      {"HostEmpty", "empty Host", host(""), 400},
      {"HostPortAlone", "Host of a port alone", host(":80"), 400},
      {"HostColonAlone", "Host of a colon alone", host(":"), 400},
      {"HostUserinfo", "user information in Host", host("shop.example@evil.example"), 400},
      {"HostPath", "path in Host", host("shop.example/admin"), 400},
      {"HostScheme", "scheme in Host", host("http://shop.example"), 400},
      {"HostPortText", "port of Host that is no number", host("shop.example:http"), 400},
      {"HostPortRange", "port of Host over 65535", host("shop.example:65536"), 400},
      {"HostPortEmpty", "Host that ends in a colon", host("shop.example:"), 400},
      {"HostTwoPorts", "Host with two ports", host("shop.example:80:81"), 400},
      {"HostZone", "IPv6 zone in Host", host("[fe80::1%25eth0]"), 400},
      {"HostIpv6Open", "IPv6 address without its closing bracket", host("[::1"), 400},
      {"HostIpv6Invalid", "brackets around what is no IPv6 address", host("[1::2::3]"), 400},
      {"HostIpv6Bare", "IPv6 address without brackets", host("fe80::1"), 400},
      {"HostIpv6Tail", "text behind an IPv6 address", host("[::1]evil.example"), 400},
      {"HostIpFuture", "address of a future version of IP", host("[v1.a:b]"), 400},
      {"HostList", "two hosts in one Host", host("shop.example, evil.example"), 400},
      {"HostSpace", "space in Host", host("shop example"), 400},
      {"HostPercent", "escape in Host", host("shop%2eexample"), 400},
      {"HostUtf8", "Host outside ASCII", host("caf\xc3\xa9.example"), 400},
      {"HostTooLong", "Host over 255 bytes", host(std::string(256, 'a')), 400},
  };
}

Rows field_lines() {
  return {
      {"SpaceBeforeColon", "space before a colon", fields("X-Note : a\r\n"), 400},
      {"TabBeforeColon", "tab before a colon", fields("X-Note\t: a\r\n"), 400},
      {"LeadingSpace", "space before the first header line",
       "GET / HTTP/1.1\r\n Host: shop.example\r\n\r\n", 400},
      {"LeadingTab", "tab before the first header line",
       "GET / HTTP/1.1\r\n\tHost: shop.example\r\n\r\n", 400},
      {"FoldSpace", "line folded with a space", fields("X-Note: a\r\n b\r\n"), 400},
      {"FoldTab", "line folded with a tab", fields("X-Note: a\r\n\tb\r\n"), 400},
      {"FoldBlankLine", "folded line of blanks alone", fields("X-Note: a\r\n \r\n"), 400},
      {"NameEmpty", "header line without a name", fields(": a\r\n"), 400},
      {"ColonMissing", "header line without a colon", fields("X-Note\r\n"), 400},
      {"NameSeparator", "separator in a name", fields("X@Note: a\r\n"), 400},
      {"NameSpace", "space inside a name", fields("X Note: a\r\n"), 400},
      {"NameNul", "NUL in a name", fields("X\0Note: a\r\n"s), 400},
      {"NameHighByte", "byte outside ASCII in a name", fields("X-N\xc3\xb6te: a\r\n"), 400},
      {"NameBareCr", "CR inside a name", fields("X-\rNote: a\r\n"), 400},
      {"ValueNul", "NUL in a value", value("a\0b"s), 400},
      {"ValueEscape", "control character in a value", value("a\x1b[2J"), 400},
      {"ValueFormFeed", "form feed around a value",
       value("\x0c"
             "a"),
       400},
      {"ValueDelete", "DEL in a value", value("a\x7f"), 400},
      {"ValueBareCr", "CR inside a value", value("a\rX-Other: b"), 400},
      {"ValueBareLf", "header line that ends in LF alone", value("a\nX-Other: b"), 400},
      {"ValueCrCrLf", "header line that ends in CR CR LF", value("a\r"), 400},
      {"ValueContinuation", "UTF-8 continuation byte alone in a value", value("a\x80"), 400},
      {"ValueOverlong", "overlong UTF-8 in a value", value("a\xc0\xaf"), 400},
      {"ValueSurrogate", "UTF-16 surrogate in a value", value("a\xed\xa0\x80"), 400},
      {"ValueBeyondUnicode", "code point over U+10FFFF in a value", value("a\xf4\x90\x80\x80"),
       400},
      {"ValueCutUtf8", "UTF-8 sequence cut short by the end of a value", value("a\xe2\x82"), 400},
      {"ValueLatin1", "UTF-8 sequence cut short by another character", value("caf\xe9 au lait"),
       400},
      {"ValueC1", "C1 control character in a value",
       value("a\xc2\x9b"
             "31m"),
       400},
      {"HeadEndBareLf", "head that ends in LF alone", "GET / HTTP/1.1\r\nHost: shop.example\r\n\n",
       400},
      {"HeadEndBareCr", "head that ends in CR and text",
       "GET / HTTP/1.1\r\nHost: shop.example\r\n\rGET / HTTP/1.1\r\n", 400},
      {"TooManyFields", "101 header lines", fields(repeated("X-Note: a\r\n", 100)), 431},
      {"HeadersTooLong", "header lines over 32 KiB in all",
       fields(repeated("X-Note: " + std::string(1000, 'a') + "\r\n", 33)), 431},
      {"HeaderEndless", "header line without an end",
       "GET / HTTP/1.1\r\nHost: shop.example\r\nX-Note: " + std::string(33 * 1024, 'a'), 431},
      {"AliasLength", "look-alike of Content-Length", post("Content_Length: 5\r\n", "hello"), 400},
      {"AliasCoding", "look-alike of Transfer-Encoding",
       post("Transfer_Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"AliasForwarded", "look-alike of a forwarding header",
       fields("X_Forwarded_Proto: https\r\n"), 400},
      {"AliasIdentity", "look-alike of an identity header", fields("X-User_Id: 1\r\n"), 400},
      {"AliasContentType", "look-alike of Content-Type", fields("Content_Type: a/b\r\n"), 400},
      {"AuthorizationRepeated", "Authorization twice",
       fields("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400},
      {"ContentTypeRepeated", "Content-Type twice",
       fields("Content-Type: text/plain\r\nContent-Type: application/json\r\n"), 400},
      {"OriginRepeated", "Origin twice",
       fields("Origin: https://shop.example\r\nOrigin: https://evil.example\r\n"), 400},
      {"ConnectionNoList", "Connection that is no list of names",
       fields("Connection: keep alive\r\n"), 400},
      {"ConnectionNamesLength", "Connection that names a framing header",
       post("Connection: close, Content-Length\r\nContent-Length: 5\r\n", "hello"), 400},
      {"ConnectionNamesAuthorization", "Connection that names an identity header",
       fields("Connection: Authorization\r\nAuthorization: Bearer a\r\n"), 400},
  };
}

Rows framing() {
  return {
      {"LengthEmpty", "empty Content-Length", length(""), 400},
      {"LengthPlus", "Content-Length with a plus sign", length("+5"), 400},
      {"LengthMinus", "negative Content-Length", length("-5"), 400},
      {"LengthHex", "hexadecimal Content-Length", length("0x5"), 400},
      {"LengthUnderscore", "Content-Length with an underscore", length("1_0"), 400},
      {"LengthDecimal", "Content-Length with decimals", length("5.0"), 400},
      {"LengthList", "Content-Length as a list", length("5, 5"), 400},
      {"LengthSpace", "space inside Content-Length", length("4 2"), 400},
      {"LengthTwenty", "Content-Length of twenty digits", length("00000000000000000005"), 400},
      {"LengthTooLarge", "Content-Length over the limit", length("1048577"), 413},
      {"LengthTwiceEqual", "the same Content-Length twice",
       post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400},
      {"LengthTwiceDifferent", "two different Content-Lengths",
       post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"), 400},
      {"BodyCutShort", "connection that ends inside the content",
       post("Content-Length: 5\r\n", "hell"), 400, true},
      {"LengthThenCoding", "Transfer-Encoding behind Content-Length",
       post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"CodingThenLength", "Content-Length behind Transfer-Encoding",
       post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
      {"CodingZeroLength", "Transfer-Encoding with a Content-Length of zero",
       post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"CodingOldVersion", "Transfer-Encoding in HTTP/1.0",
       "POST / HTTP/1.0\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"CodingTwice", "Transfer-Encoding twice",
       post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"CodingChunkedTwice", "chunked twice in a list", coding("chunked, chunked"), 400},
      {"CodingChunkedFirst", "chunked before another coding", coding("chunked, gzip"), 400},
      {"CodingIdentityFirst", "identity before chunked", coding("identity, chunked"), 400},
      {"CodingIdentity", "identity alone", coding("identity"), 400},
      {"CodingUnknown", "unknown transfer coding", coding("xchunked"), 400},
      {"CodingWithoutChunked", "transfer coding without chunked", coding("gzip"), 400},
      {"CodingCompressed", "transfer coding before chunked", coding("gzip, chunked"), 501},
      {"CodingEmpty", "empty Transfer-Encoding", coding(""), 400},
      {"CodingParameter", "parameter of chunked", coding("chunked;q=1"), 400},
      {"CodingQuoted", "quotation marks around chunked", coding("\"chunked\""), 400},
      {"CodingTrailingComma", "comma behind chunked", coding("chunked,"), 400},
      {"CodingLeadingComma", "comma before chunked", coding(", chunked"), 400},
      {"CodingVerticalTab", "control character before chunked",
       coding("\x0b"
              "chunked"),
       400},
      {"TraceWithContent", "TRACE with content",
       "TRACE / HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 5\r\n\r\nhello", 400},
      {"ExpectUnknown", "unknown expectation", post("Expect: magic\r\n"), 417},
      {"ExpectObfuscated", "text before 100-continue",
       post("Expect: y 100-continue\r\nContent-Length: 5\r\n", "hello"), 417},
      {"ExpectList", "list of expectations",
       post("Expect: 100-continue, 200-ok\r\nContent-Length: 5\r\n", "hello"), 417},
      {"ExpectTwice", "Expect twice",
       post("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5\r\n", "hello"), 400},
      {"ExpectOnGet", "Expect on a GET",
       fields("Expect: 100-continue\r\nContent-Length: 5\r\n") + "hello", 417},
  };
}

Rows chunked_content() {
  return {
      {"ChunkSizeNotHex", "chunk size that is not hexadecimal", chunks("g\r\n"), 400},
      {"ChunkSizeMissing", "chunk without a size", chunks("\r\nhello\r\n"), 400},
      {"ChunkSizeMissingExtension", "chunk extension without a size", chunks(";a=b\r\n"), 400},
      {"ChunkSizePrefix", "chunk size with 0x", chunks("0x5\r\nhello\r\n"), 400},
      {"ChunkSizeSign", "chunk size with a sign", chunks("+5\r\nhello\r\n"), 400},
      {"ChunkSizeUnderscore", "chunk size with an underscore", chunks("0_5\r\nhello\r\n"), 400},
      {"ChunkSizeDigits", "chunk size of seventeen digits",
       chunks("00000000000000005\r\nhello\r\n"), 400},
      {"ChunkSizeSpaceBehind", "space behind a chunk size", chunks("5 \r\nhello\r\n"), 400},
      {"ChunkSizeSpaceBefore", "space before a chunk size", chunks(" 5\r\nhello\r\n"), 400},
      {"ChunkTooLarge", "chunk over the limit", chunks("100001\r\n"), 413},
      {"ChunksTooLarge", "chunks over the limit in all", chunks("1\r\na\r\n100000\r\n"), 413},
      {"ChunkSizeLargest", "chunk size of 64 bits", chunks("ffffffffffffffff\r\n"), 413},
      {"ChunkLineBareLf", "chunk size line that ends in LF alone", chunks("5\nhello\r\n"), 400},
      {"ChunkLineBareCr", "chunk size line that ends in CR and text", chunks("5\rhello\r\n"), 400},
      {"ChunkDataLong", "chunk longer than its size", chunks("1\r\nAX\r\n0\r\n\r\n"), 400},
      {"ChunkDataBareLf", "chunk data followed by LF alone", chunks("5\r\nhello\n0\r\n\r\n"), 400},
      {"ChunkDataCrText", "chunk data followed by CR and text", chunks("5\r\nhello\rX"), 400},
      {"ExtensionEmpty", "chunk extension without a name", chunks("5;\r\nhello\r\n"), 400},
      {"ExtensionName", "separator in the name of a chunk extension", chunks("5;a@b\r\nhello\r\n"),
       400},
      {"ExtensionValueEmpty", "chunk extension with an empty value", chunks("5;a=\r\nhello\r\n"),
       400},
      {"ExtensionBlank", "space before a chunk extension", chunks("5 ;a=b\r\nhello\r\n"), 400},
      {"ExtensionBlankInside", "space before the name of a chunk extension",
       chunks("5; a=b\r\nhello\r\n"), 400},
      {"ExtensionQuoteOpen", "chunk extension with an open quotation",
       chunks("5;a=\"b\r\nhello\r\n"), 400},
      {"ExtensionQuoteTail", "text behind a quoted chunk extension",
       chunks("5;a=\"b\"c\r\nhello\r\n"), 400},
      {"ExtensionBareLf", "LF alone in a chunk extension", chunks("4;a\nb\r\nabcd\r\n"), 400},
      {"ExtensionBareCr", "CR and text in a chunk extension", chunks("4;a\rb\r\nabcd\r\n"), 400},
      {"ExtensionControl", "control character in a quoted chunk extension",
       chunks("4;a=\"\x01\"\r\nabcd\r\n"), 400},
      {"ExtensionHighByte", "byte outside ASCII in a quoted chunk extension",
       chunks("4;a=\"\xc3\xa9\"\r\nabcd\r\n"), 400},
      {"ExtensionTooLong", "chunk extension over 4 KiB", chunks("5;" + std::string(5000, 'a')),
       400},
      {"ExtensionsTooLong", "chunk extensions over 4 KiB in all",
       chunks(repeated("1;" + std::string(100, 'a') + "\r\nx\r\n", 50)), 400},
      {"LastChunkMissing", "connection that ends before the last chunk", chunks("5\r\nhello\r\n"),
       400, true},
      {"TrailerColonMissing", "trailer without a colon", chunks("0\r\nX-Sum\r\n\r\n"), 400},
      {"TrailerFolded", "folded trailer", chunks("0\r\nX-Sum: 1\r\n 2\r\n\r\n"), 400},
      {"TrailerBareLf", "trailer that ends in LF alone", chunks("0\r\nX-Sum: 1\n\r\n"), 400},
      {"TrailerLength", "Content-Length as a trailer", chunks("0\r\nContent-Length: 5\r\n\r\n"),
       400},
      {"TrailerAuthorization", "Authorization as a trailer",
       chunks("0\r\nAuthorization: Bearer a\r\n\r\n"), 400},
      {"TrailerControl", "control character in a trailer", chunks("0\r\nX-Sum: \x01\r\n\r\n"), 400},
      {"TooManyTrailers", "header and trailer lines over 100 in all",
       chunks("0\r\n" + repeated("X-Sum: 1\r\n", 99) + "\r\n"), 431},
      {"TrailersCutShort", "connection that ends inside the trailers", chunks("0\r\nX-Sum: 1\r\n"),
       400, true},
  };
}

Rows all_rows() {
  Rows all;
  for (const auto part :
       {lines_and_methods, targets, hosts, field_lines, framing, chunked_content}) {
    Rows rows = part();
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace

const std::vector<RefusedRequest>& refused_requests() {
  static const Rows rows = all_rows();
  return rows;
}

}  // namespace bff::test
