#!/bin/sh
# Runs a TypeScript file of this project under its own Node 24, installing what is missing first.
# With --settings before it, for whom settings stand in .env too: those of the environment win.
# A shell script, so that it works whatever Node the machine has, and leaves no process behind.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
node="$root/node_modules/node/bin/node"
installed="$root/node_modules/.package-lock.json"

if [ ! -x "$node" ] || [ ! -f "$installed" ] || [ "$root/package-lock.json" -nt "$installed" ]; then
  # npm ci empties node_modules first: through a link that would be the packages of another folder.
  if [ -L "$root/node_modules" ]; then
    echo "$root/node_modules is a link, and what it leads to does not fit package-lock.json." >&2
    echo 'Remove the link and run this again: the packages are installed here then.' >&2
    exit 69
  fi
  echo 'Installing the packages that package-lock.json names (once; about half a minute) …' >&2
  if ! (cd "$root" && npm ci --no-audit --no-fund --loglevel=error >&2); then
    echo 'The packages could not be installed. Look at what npm said above; is the registry reachable?' >&2
    exit 69
  fi
  touch "$installed"
fi

# What Node has compiled is kept, for this process and its threads: a start takes half the time, and
# no thread needs the memory of the stripper of types.
NODE_COMPILE_CACHE=${NODE_COMPILE_CACHE-"$root/node_modules/.cache/compiled"}
export NODE_COMPILE_CACHE

if [ "${1-}" = --settings ]; then
  shift
  # Tests and benches have settings of their own, so they are not told those of a shop.
  if [ -d "$root/.env" ]; then
    echo "$root/.env is a folder, so that no settings can be read. Put a file in its place, or take it away." >&2
    exit 78
  fi
  if [ -f "$root/.env" ]; then set -- "--env-file=$root/.env" "$@"; fi
fi

exec "$node" --disable-warning=ExperimentalWarning "$@"
