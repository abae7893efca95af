# run_tests PRESET [ctest arguments]: all tests. Those that want the conformance data may be skipped, and
# where it was named that is a failure; those of npm's packages, where the registry cannot be reached.
run_tests() {
  local preset=$1 log="build/$1/tests.log" status=0
  shift
  say "testing ($preset)"
  ctest --preset "$preset" --parallel "$(nproc)" "$@" 2>&1 | tee "$log" || status=$?
  if [ -n "${BFF_CONFORMANCE_DATA:-}" ] && grep -F '***Skipped' "$log" | grep -v ' node_' >&2; then
    fail "these tests were skipped although BFF_CONFORMANCE_DATA is set"
  fi
  return "$status"
}
