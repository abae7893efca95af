// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sstream>
#include <string>
#include <vector>

namespace bff::proto {

// One JSON value a line, good ones and bad ones, given to every field whatever its type is.
inline constexpr const char* kValueLines = R"json(
null
true
false
"true"
"false"
"True"
0
-0
1
-1
2
7
1.0
-1.0
1.5
1e0
1e2
1E+2
100e-2
15e-1
0.1
1e-400
-1e-400
1e400
-1e400
4.9e-324
1e1000000000
0e1000000000
1e-1000000000
2147483647
2147483648
-2147483648
-2147483649
2147483647.0
4294967295
4294967296
9007199254740993
9223372036854775807
9223372036854775808
-9223372036854775808
-9223372036854775809
18446744073709551615
18446744073709551616
1.8446744073709551615e19
3.4028235e38
3.4028236e38
3.5e38
-3.5e38
1.17549e-38
1e-46
""
"0"
"-0"
"1"
"-1"
"1.0"
"1.5"
"1e2"
" 1"
"1 "
"\t1"
"+1"
"01"
"0x1"
"1_0"
"1a"
"2147483647"
"2147483648"
"4294967296"
"9223372036854775807"
"18446744073709551615"
"18446744073709551616"
"1e400"
"NaN"
"Infinity"
"-Infinity"
"nan"
"inf"
"-inf"
"INF"
"+Infinity"
"infinity"
NaN
Infinity
-Infinity
"KIND_NONE"
"KIND_ONE"
"KIND_UNO"
"ONE"
"kind_one"
"NULL_VALUE"
"text"
"\u00e9"
"\ud83d\ude00"
"\ud83d"
"\ude00"
"\ud83d\u0041"
"\u0000"
"\u12"
"\/\b\f\n\r\t\\\""
"\x"
'a'
"AA=="
"AA"
"AA="
"A"
"AAA"
"AAAA"
"-_8"
"+/8="
"+_8"
"AB"
"A A="
"===="
{}
[]
[null]
[1]
[1,2]
[1,]
[,1]
[1 2]
["1"]
[true]
["a","b"]
[[]]
[[1]]
[{}]
["KIND_ONE",1,7]
["NOPE"]
[1.5,"NaN"]
{"a":1}
{"1":1}
{"-1":5}
{"":1}
{"1":"a","2":"b"}
{"1":"a","1":"b"}
{"a":1,"a":2}
{"1":"a","1.0":"b"}
{"01":"a"}
{"true":{},"false":{"text":"x"}}
{"true":{},"true":{}}
{"1":"KIND_ONE"}
{"1":7}
{"1":{}}
{"a":null}
{"1":null}
{a:1}
{"a" 1}
{"a":1,}
{,}
{"leafNumber":3}
{"leaf_number":3}
{"leafNumber":3,"leaf_number":4}
{"leafNumber":3,"leafNumber":4}
{"text":"x","leafNumber":1}
{"nope":1}
{"text":null}
{"anInt32":1,"child":{"child":{}}}
{"a":[1,"x",true,null,{"b":{}},[]]}
[1,"x",true,null,{"b":{}},[]]
"2024-02-29T12:00:00Z"
"2023-02-29T12:00:00Z"
"2024-02-29T12:00:00.5Z"
"2024-02-29T12:00:00.123456789Z"
"2024-02-29T12:00:00.1234567890Z"
"2024-02-29T12:00:00.Z"
"2024-02-29t12:00:00Z"
"2024-02-29T12:00:00z"
"2024-02-29T12:00:00"
"2024-02-29T12:00:00+01:00"
"2024-02-29T12:00:00-23:59"
"2024-02-29T12:00:00+24:00"
"2024-02-29T12:00:00+0100"
"2024-02-29T24:00:00Z"
"2024-02-29T23:59:60Z"
"0001-01-01T00:00:00Z"
"9999-12-31T23:59:59.999999999Z"
"0000-12-31T00:00:00Z"
"10000-01-01T00:00:00Z"
"0001-01-01T00:00:00+00:01"
"9999-12-31T23:59:59-00:01"
"1970-01-01T00:00:00Z"
"1969-12-31T23:59:59.5Z"
"2024-2-29T12:00:00Z"
" 2024-02-29T12:00:00Z"
"1s"
"-1s"
"1.5s"
"-1.5s"
"-0.5s"
"0s"
"1."
"1.s"
".5s"
"+1s"
"1.1234567890s"
"315576000000s"
"315576000001s"
"-315576000000s"
"315576000000.5s"
"1e2s"
"--1s"
"s"
"-s"
"01s"
"1S"
"a,b"
"a.b,c"
"fooBar"
"foo_bar"
"Foo"
"a,"
",a"
"a,,b"
","
"a b"
"f1.b2"
"a."
{"@type":"type.googleapis.com/Leaf","text":"x"}
{"text":"x","@type":"type.googleapis.com/Leaf"}
{"@type":"Leaf"}
{"@type":"/Leaf","text":"x"}
{"@type":"x/y/Leaf"}
{"@type":"type.googleapis.com/Nope"}
{"@type":""}
{"@type":1}
{"@type":null}
{"@type":"type.googleapis.com/Leaf","@type":"type.googleapis.com/Leaf"}
{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}
{"value":"1s","@type":"type.googleapis.com/google.protobuf.Duration"}
{"@type":"type.googleapis.com/google.protobuf.Duration"}
{"@type":"type.googleapis.com/google.protobuf.Duration","value":null}
{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s","x":1}
{"@type":"type.googleapis.com/google.protobuf.Value","value":null}
{"@type":"type.googleapis.com/google.protobuf.Value","value":{"a":[1]}}
{"@type":"type.googleapis.com/google.protobuf.Int32Value","value":5}
{"@type":"type.googleapis.com/google.protobuf.Int32Value","value":null}
{"@type":"type.googleapis.com/google.protobuf.Empty"}
{"@type":"type.googleapis.com/google.protobuf.Empty","value":{}}
{"@type":"type.googleapis.com/google.protobuf.Any","value":{"@type":"type.googleapis.com/Leaf","leafNumber":1}}
{"@type":"type.googleapis.com/google.protobuf.Struct","value":{"a":1}}
{"@type":"type.googleapis.com/google.protobuf.ListValue","value":[1,{}]}
{"@type":"type.googleapis.com/google.protobuf.FieldMask","value":"a,b"}
{"@type":"type.googleapis.com/M","any":{"@type":"type.googleapis.com/Leaf"},"anInt32":2}
nul
tru
1a
01
+1
.5
1.
1e
-
"
{
[
//
1 /**/
)json";

// The lines, and what does not fit into one.
inline std::vector<std::string> oracle_values() {
  std::vector<std::string> values = {"", "\"a\nb\"", "\"\xC3\xA9\"", "\"\xC3\"",
                                     "\"\xED\xA0\x80\""};
  std::istringstream lines(kValueLines);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) values.push_back(line);
  }
  return values;
}

}  // namespace bff::proto
