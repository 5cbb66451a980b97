# How many results a suite's log has: sourced by tests/run.sh, and tried by tests/docs/test_runner.sh.
# shellcheck shell=bash

# count_results LOG STATUS KIND: prints "PASSED FAILED". LOG is of cmocka or TAP; a cmocka test that began and did not end
# well has failed, whatever else the log says. KIND is `tests`, which must have a result, or `step`, which is one itself.
count_results() {
    awk -v status="$2" -v kind="$3" '
        function close_test() { failed += running; running = 0 }
        /^\[ RUN +\]/ { close_test(); running = 1 }
        /^\[ +OK +\]/ { passed++; running = 0 }
        /^\[ +SKIPPED \]/ { running = 0 }
        /^\[=+\]/ { close_test() }
        /^\[ +FAILED +\] GROUP/ { failed++ }
        /^ok( |$)/ { passed++ }
        /^not ok( |$)/ { failed++ }
        END {
            close_test()
            if (status != 0 && failed == 0) failed = 1
            if (passed + failed == 0 && kind == "step") passed = 1
            if (passed + failed == 0) failed = 1
            print passed + 0, failed + 0
        }' "$1"
}
