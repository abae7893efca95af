# Read by ctest before it runs: a test for each of gtest's suites in `executable`, named PREFIX.SUITE, with
# PROPERTIES. One process a test would spend four times as long on starting as on testing.
execute_process(COMMAND ${executable} --gtest_list_tests OUTPUT_VARIABLE listed RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  # A test that cannot be started fails, rather than be missed.
  add_test(${prefix}.is_built ${executable})
  return()
endif()
string(REGEX MATCHALL "\n[A-Za-z0-9_/]+\\.\n" suites "\n${listed}")
foreach(suite ${suites})
  string(REGEX REPLACE "[.\n]" "" suite "${suite}")
  add_test(${prefix}.${suite} ${executable} --gtest_filter=${suite}.*)
  # What gtest says last: where a test failed besides, it says that. So a suite counts as skipped where
  # one of its tests was, and none failed.
  set_tests_properties(${prefix}.${suite} PROPERTIES
    SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\] [A-Za-z0-9_./]+\n*$" TIMEOUT 600 ${properties})
endforeach()
