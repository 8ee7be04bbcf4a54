#!/bin/sh
# Runs the clients in other languages against a server that serves the bundled models.
# Usage: test.sh [HOST:PORT]
# Ends with 0 only when each client gets at least 430 of 450 digits right, tells the server's reason
# when it asks for a model that is not there, and says so when there is no server. Go is left out,
# aloud, where there is no go command.
set -eu
target=${1:-localhost:8500}
cd "$(dirname "$0")/../.."
out=target/polyglot
data=server/models/digits/data

fail() {
  echo "$1" >&2
  exit 1
}

# check NAME COMMAND...
check() {
  name=$1
  shift
  answer=$("$@" "$target" "$data")
  echo "$name: $answer"
  [ "${answer%% *}" -ge 430 ] || fail "$name: too few correct"
  refused MODEL_NOT_FOUND "$@" "$target" "$data" no_such_model
  refused UNAVAILABLE "$@" 127.0.0.1:1 "$data"
}

# refused WORD COMMAND...: the command must fail and say the word, in any case.
refused() {
  word=$1
  shift
  if problem=$("$@" 2>&1); then
    fail "$name: succeeded where it should say $word"
  fi
  echo "$problem" | grep -qi "$word" || fail "$name: should say $word, but said: $problem"
}

if command -v go >/dev/null; then
  client/polyglot/generate.sh --go
  (cd "$out/go" && go build -o ../bin/digits .)
else
  client/polyglot/generate.sh
  echo "go: left out, no go command" >&2
fi
check python env PYTHONPATH="$out/python" "$out/venv/bin/python" client/polyglot/python/digits.py
if command -v go >/dev/null; then
  check go "$out/bin/digits"
fi
