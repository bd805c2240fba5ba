#!/usr/bin/env bash
# Compares pre-processing with OpenCV (src/bench/cpp/opencv_bench.cpp):
#   bench.sh check                says what is missing and exits with 69, or prepares everything
#   bench.sh run THREADS SECONDS  prints the figures
set -euo pipefail

readonly UNAVAILABLE=69
SOURCE="$(cd "$(dirname "$0")" && pwd -P)"
readonly SOURCE DIRECTORY="$SOURCE/target/cmake/bench" LOG="$SOURCE/target/cmake-bench.log"

missing() {
  printf 'preprocess_over_opencv needs %s\n' "$1"
  exit $UNAVAILABLE
}

check() {
  local tool
  for tool in cmake make c++; do
    command -v "$tool" >/dev/null || missing "$tool: install cmake, make and g++"
  done
  mkdir -p "$SOURCE/target"
  if ! cmake -S "$SOURCE" -B "$DIRECTORY" -DSIGNET_BENCH=ON -DSIGNET_KERNELS="$SOURCE/target/kernels" >"$LOG" 2>&1; then
    if grep -q 'no OpenCV' "$LOG"; then
      missing "OpenCV: install libopencv-imgproc-dev"
    fi
    missing "a build that succeeds; it says in $LOG why it does not"
  fi
}

case "${1:-}" in
  check) check ;;
  run)
    check
    cmake --build "$DIRECTORY" --parallel 2 --target opencv-bench >"$LOG" 2>&1 || missing "a build that succeeds: see $LOG"
    "$DIRECTORY/opencv-bench" "$2" "$3"
    ;;
  *)
    printf 'usage: bench.sh check | run THREADS SECONDS\n' >&2
    exit 2
    ;;
esac
