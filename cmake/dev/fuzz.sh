# run_fuzz [TARGET [SECONDS]]: fuzzes a target for so long, or lists them. It works on a corpus of
# its own, build/fuzz/corpus/TARGET, into which the committed one is read.
fuzz_targets() {
  local file
  for file in tests/fuzz/corpus/*/; do basename "$file"; done
}

run_fuzz() {
  local target=${1:-} seconds=${2:-60}
  if [ -z "$target" ]; then
    fuzz_targets
    return
  fi
  fuzz_targets | grep -qxF "$target" || fail "no fuzz target '$target'; there are: $(fuzz_targets | paste -sd ' ')" 2
  [[ "$seconds" =~ ^[1-9][0-9]*$ ]] || fail "'$seconds' is no number of seconds" 2
  install_packages "${build_packages[@]}" "${fuzz_packages[@]}"
  configure_and_build fuzz "fuzz_$target"

  local corpus=build/fuzz/corpus/$target findings=build/fuzz/findings/$target
  local program=build/fuzz/tests/fuzz/fuzz_$target
  mkdir -p "$corpus" "$findings"
  say "fuzzing $target for $seconds s"
  local known status=0
  known=$(find "$findings" -type f | sort)
  # Bounded in every direction: time in all, time and memory of one input. A leak is a finding.
  # Without the entropic schedule, whose bookkeeping takes most of the time where an input reaches
  # thousands of edges (shapes: four times as many runs without).
  "$program" -entropic=0 -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -artifact_prefix="$findings/" -print_final_stats=1 "$corpus" "tests/fuzz/corpus/$target" || status=$?
  [ "$status" -eq 0 ] && return
  local file
  say "a finding; replay it with"
  while read -r file; do
    [ -n "$file" ] && printf '%s %s\n' "$program" "$file" >&2
  done < <(comm -13 <(printf '%s\n' "$known") <(find "$findings" -type f | sort))
  fail "fuzzing $target ended with status $status"
}
