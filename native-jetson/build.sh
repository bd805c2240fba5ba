#!/usr/bin/env bash
# Builds libsignetjetson for this machine's architecture and, where a cross compiler is, for the other one:
#   build.sh TARGET_DIRECTORY JDK_HOME
# leaves TARGET_DIRECTORY/native/<architecture>/libsignetjetson.so. What can't be built here is named and left out: the
# rest of the project does without, and says at run time what is missing.
set -euo pipefail

SOURCE="$(cd "$(dirname "$0")" && pwd -P)"
readonly SOURCE TARGET="$1" JDK="$2"
readonly LIBRARY=libsignetjetson.so

say() { printf 'native-jetson: %s\n' "$*"; }

has() { command -v "$1" >/dev/null 2>&1; }

# leave_out ARCHITECTURE WHY: an older build of it must not be packaged as if it were of this source
leave_out() {
  rm -rf "$TARGET/native/$1" "$TARGET/classes/native/$1"
  say "left out: the native library for $1 ($2)"
}

# build ARCHITECTURE COMPILER CMAKE_OPTION...
build() {
  local architecture="$1" compiler="$2" directory="$TARGET/cmake/$1" log="$TARGET/cmake-$1.log" output
  output="$TARGET/native/$architecture"
  shift 2
  if ! {
    cmake -S "$SOURCE" -B "$directory" -DCMAKE_CXX_COMPILER="$compiler" -DSIGNET_JNI_INCLUDE="$JDK/include" \
      -DSIGNET_KERNELS="$TARGET/kernels" "$@" &&
      cmake --build "$directory" --parallel 2 --target signetjetson
  } >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    say "the build for $architecture failed; the whole log: $log"
    return 1
  fi
  sed -n 's,.*\(left out: .*\),\1,p' "$log" | while IFS= read -r missing; do say "$missing for $architecture"; done
  mkdir -p "$output"
  # only what changed, so that what depends on it is not built again
  cmp -s "$directory/$LIBRARY" "$output/$LIBRARY" || cp "$directory/$LIBRARY" "$output/$LIBRARY"
}

# CMake refuses what it built when these directories had another name.
forget_moved() {
  local cache
  for cache in "$TARGET"/cmake/*/CMakeCache.txt; do
    [ -e "$cache" ] || continue
    if ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$SOURCE" "$cache" ||
      ! grep -qxF "CMAKE_CACHEFILE_DIR:INTERNAL=${cache%/CMakeCache.txt}" "$cache"; then
      rm -rf "${cache%/CMakeCache.txt}"
    fi
  done
}

main() {
  local here architecture compiler
  here="$(uname -m)"
  forget_moved
  mkdir -p "$TARGET/native"
  for architecture in x86_64 aarch64; do
    compiler="$architecture-linux-gnu-g++"
    if ! has cmake || ! has make; then
      leave_out "$architecture" "install cmake and make"
    elif [ "$architecture" = "$here" ] && has c++; then
      build "$architecture" c++
    elif has "$compiler"; then
      build "$architecture" "$compiler" -DCMAKE_SYSTEM_NAME=Linux "-DCMAKE_SYSTEM_PROCESSOR=$architecture" \
        "-DCMAKE_CROSSCOMPILING_EMULATOR=qemu-$architecture-static;-L;/usr/$architecture-linux-gnu"
    else
      leave_out "$architecture" "install g++ for it: there is no $compiler"
    fi
  done
}

main
