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
  configure_and_build dev
  printf '%s\n' "${files[@]}" | grep -E '^(common|demo|bff-[a-z]+)/.*\.cpp$' |
    xargs -P "$(nproc)" -n 4 clang-tidy-14 --quiet -p build/dev
}
