# run_lint [--fix]: formatting, the layers' include directions, clang-tidy.
run_lint() {
  local files
  mapfile -t files < <(git ls-files '*.cpp' '*.hpp')
  if [ "${1:-}" = --fix ]; then
    clang-format-14 -i "${files[@]}"
    return
  fi
  say "formatting"
  clang-format-14 --dry-run -Werror "${files[@]}" || fail "./dev lint --fix formats in place"
  say "layers"
  cmake -D ROOT="$PWD" -P tests/layers.cmake
  say "clang-tidy"
  # A tree whose compile commands are those of single files, with what is generated.
  cmake --preset dev -B build/lint -DBFF_COMPILE_APART=ON >build/configure.log 2>&1 ||
    { cat build/configure.log >&2; fail "configuring failed"; }
  cmake --build build/lint --target shop_grpc order_totals
  printf '%s\n' "${files[@]}" | grep -E '^(common|demo|bff-[a-z]+)/.*\.cpp$' |
    xargs -P "$(nproc)" -n 4 clang-tidy-14 --quiet -p build/lint
}
