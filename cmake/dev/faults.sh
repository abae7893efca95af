# run_faults [REQUESTS] [options of bff-faults]: real gateways under faults, every answer judged.
run_faults() {
  say "playing faults"
  build/release/tests/e2e/faults/bff-faults "$@"
}
