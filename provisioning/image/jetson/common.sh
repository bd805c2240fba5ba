# What the scripts of this directory share; read by them, not run.
# shellcheck shell=bash disable=SC2034

readonly EX_USAGE=2 EX_DATA=65 EX_UNAVAILABLE=69
# Releases of Jetson Linux that JetPack 7 is: 38 for Thor, from 39 on for Orin as well.
readonly RELEASE_MIN=38 RELEASE_MIN_ORIN=39

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$2" >&2
  exit "$1"
}

FOUND=0

# good WHAT, bad WHAT WHAT_TO_DO: a line of a check; 'bad' counts.
good() { say "ok      $1"; }
bad() {
  say "missing $1"
  say "        $2"
  FOUND=$((FOUND + 1))
}

# have NAME WHY PACKAGE: whether the command is there.
have() {
  if command -v "$1" >/dev/null; then
    good "$1, $2"
  else
    bad "$1, $2" "apt-get install $3"
  fi
}

# The key with which boot loaders for a chip are signed: one key for Orin, a list of sixteen for Thor.
signer_of() {
  case "$1" in
    t264) say pkc.xml ;;
    *) say pkc.pem ;;
  esac
}

# The chip of a board as Jetson Linux names it; fails on boards that are not known.
chip_of() {
  case "$1" in
    jetson-agx-orin-devkit | jetson-orin-nano-devkit | jetson-orin-nano-devkit-super) say t234 ;;
    jetson-agx-thor-devkit) say t264 ;;
    *) return 1 ;;
  esac
}

readonly BOARDS='jetson-agx-orin-devkit, jetson-orin-nano-devkit, jetson-orin-nano-devkit-super, jetson-agx-thor-devkit'

# The release in a file like /etc/nv_tegra_release, whose first line is '# R39 (release), REVISION: 2.0, ...'.
release_of() { sed -n '1s/^# R\([0-9]*\) (release), REVISION: \([0-9.]*\).*/\1.\2/p' "$1" 2>/dev/null; }

# secret FILE WHAT: a file that holds a secret is there, for its owner only, and outside the directory that is flashed.
secret() {
  local mode
  if [ ! -s "$1" ]; then
    bad "$2" "there is no $1; 'make-keys' makes it"
    return
  fi
  mode="$(stat -c %a "$1")"
  case "$mode" in
    600 | 400) ;;
    *) bad "$2" "$1 has mode $mode: chmod 600 $1" && return ;;
  esac
  case "$(readlink -f "$1")" in
    "$(readlink -f "$L4T")"/*) bad "$2" "$1 is below $L4T: keep keys elsewhere" && return ;;
  esac
  if tr -d ' \nx' <"$1" | grep -qE '^0+$'; then
    bad "$2" "$1 is all zeros, as in NVIDIA's examples: make one of your own"
  else
    good "$2"
  fi
}
