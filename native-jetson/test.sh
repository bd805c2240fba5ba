#!/usr/bin/env bash
# Runs the C++ tests of what build.sh has built:
#   test.sh TARGET_DIRECTORY JDK_HOME
# on this machine's architecture as they are, under valgrind, and built with sanitizers; on the other one under qemu. What
# can't run here is named and left out. Reports go to TARGET_DIRECTORY/surefire-reports.
set -euo pipefail

SOURCE="$(cd "$(dirname "$0")" && pwd -P)"
readonly SOURCE TARGET="$1" JDK="$2"

say() { printf 'native-jetson: %s\n' "$*"; }

has() { command -v "$1" >/dev/null 2>&1; }

# run NAME: the tests of one build
run() {
  local name="$1" log="$TARGET/ctest-$1.log" report="$TARGET/surefire-reports/TEST-native-$1.xml"
  if ! {
    cmake --build "$TARGET/cmake/$name" --parallel 2 --target native-tests &&
      ctest --test-dir "$TARGET/cmake/$name" --output-on-failure --no-tests=error --parallel 2 \
        --output-junit "$report"
  } >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    say "tests failed: $name; the whole log: $log"
    return 1
  fi
  sed -i 'y/\t/ /' "$report" # blanks between attributes, as in the reports of all other tests, which are counted by them
}

sanitized() {
  local log="$TARGET/cmake-sanitized.log"
  if ! cmake -S "$SOURCE" -B "$TARGET/cmake/sanitized" -DSIGNET_SANITIZE=ON -DCMAKE_CXX_COMPILER=c++ \
    -DSIGNET_JNI_INCLUDE="$JDK/include" -DSIGNET_KERNELS="$TARGET/kernels" >"$log" 2>&1; then
    cat "$log" >&2
    say "the build with sanitizers can't be made"
    return 1
  fi
  run sanitized
}

main() {
  local here architecture
  here="$(uname -m)"
  mkdir -p "$TARGET/surefire-reports"
  has valgrind || say "left out: tests under valgrind (install valgrind)"
  for architecture in x86_64 aarch64; do
    if [ ! -d "$TARGET/native/$architecture" ]; then
      say "left out: tests for $architecture, which was not built"
    elif [ "$architecture" = "$here" ]; then
      run "$architecture"
      sanitized
    elif has "qemu-$architecture-static"; then
      run "$architecture"
    else
      say "left out: tests for $architecture (install qemu-user-static)"
    fi
  done
}

main
