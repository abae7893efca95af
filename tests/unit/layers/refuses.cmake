# SPDX-License-Identifier: Apache-2.0
# Shows that tests/layers.cmake finds a violation:
#   cmake -D LAYERS=<layers.cmake> -D TREE=<scratch folder> -D FILE=<planted file>
#         -D TEXT=<its content> -D EXPECT=<line of output> -P refuses.cmake
# A small tree that keeps all rules must pass before the file is planted, and fail after it. With
# an empty EXPECT the planted file must pass too.
cmake_minimum_required(VERSION 3.25)

function(check result output)
  execute_process(COMMAND ${CMAKE_COMMAND} -D ROOT=${TREE} -P ${LAYERS}
                  RESULT_VARIABLE status OUTPUT_VARIABLE text ERROR_VARIABLE text)
  set(${result} ${status} PARENT_SCOPE)
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${TREE})
file(WRITE ${TREE}/common/CMakeLists.txt "")
file(WRITE ${TREE}/common/include/bff/error.hpp "#include <string>\n")
file(WRITE ${TREE}/common/src/base/CMakeLists.txt "")
file(WRITE ${TREE}/common/src/base/places.hpp "#include \"bff/error.hpp\"\n")
file(WRITE ${TREE}/common/src/json/writer.hpp "#include \"base/places.hpp\"\n")
file(WRITE ${TREE}/common/src/proto/schema.hpp "#include <google/protobuf/descriptor.h>\n#include \"json/writer.hpp\"\n")
file(WRITE ${TREE}/common/src/config/yaml.cpp "#include <yaml-cpp/yaml.h>\n#include <nlohmann/json.hpp>\n")
file(WRITE ${TREE}/common/src/plan/plan.hpp "#include \"proto/schema.hpp\"\n")
file(WRITE ${TREE}/common/src/upstream/client.hpp "#include <nghttp2/nghttp2.h>\n#include <grpcpp/grpcpp.h>\n#include <boost/beast/core.hpp>\n")
file(WRITE ${TREE}/common/src/runtime/http1/reader.hpp "#include <boost/asio/buffer.hpp>\n#include \"plan/plan.hpp\"\n")
file(WRITE ${TREE}/common/src/app/run.cpp "#include <httplib.h>\n#include \"runtime/http1/reader.hpp\"\n")
file(WRITE ${TREE}/bff-web/own.hpp "#include \"bff/error.hpp\"\n")
file(WRITE ${TREE}/bff-web/main.cpp "#include <cstdio>\n#include \"own.hpp\"\n#include \"boutique/local.pb.h\"\n")
check(status output)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "the clean tree is refused:\n${output}")
endif()

file(WRITE ${TREE}/${FILE} "${TEXT}")
check(status output)
if(EXPECT STREQUAL "")
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${FILE} is refused:\n${output}")
  endif()
elseif(status EQUAL 0)
  message(FATAL_ERROR "${FILE} passes")
else()
  string(FIND "${output}" "${EXPECT}\n" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "expected\n${EXPECT}\nin\n${output}")
  endif()
endif()
