# What ./dev says, and how it ends.
say() { printf '\n== %s\n' "$*" >&2; }
# fail MESSAGE [STATUS]
fail() { printf 'dev: %s\n' "$1" >&2; exit "${2:-1}"; }
