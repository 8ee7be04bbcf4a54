#!/bin/sh
# Generates the stubs that the Python and Go clients use, from proto/, into target/polyglot/.
# Needs python3; for Go also go. Fetches the generators once.
set -eu
cd "$(dirname "$0")/../.."
out=target/polyglot
sources=proto/src/main/proto
files="scorekeeper/v1/tensor.proto scorekeeper/v1/evaluation.proto scorekeeper/v1/scoring_service.proto
  scorekeeper/v1/evaluation_service.proto scorekeeper/v1/model_service.proto"

if [ ! -f "$out/venv/ready" ]; then
  python3 -m venv "$out/venv"
  "$out/venv/bin/pip" install --quiet --disable-pip-version-check -r client/polyglot/python/requirements.txt
  touch "$out/venv/ready"
fi
# The imports from google/rpc lie where pip has put them.
imports=$("$out/venv/bin/python" -c 'import os, google.rpc; print(os.path.dirname(os.path.dirname(list(google.rpc.__path__)[0])))')
protoc() {
  "$out/venv/bin/python" -m grpc_tools.protoc -I "$sources" -I "$imports" "$@"
}

mkdir -p "$out/python"
protoc --python_out="$out/python" --grpc_python_out="$out/python" $files

if [ "${1:-}" = --go ]; then
  # A copy of the client beside its stubs, so that nothing generated lands among the sources.
  mkdir -p "$out/bin" "$out/go"
  cp client/polyglot/go/*.go client/polyglot/go/go.mod client/polyglot/go/go.sum "$out/go/"
  GOBIN="$PWD/$out/bin" go install google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12
  GOBIN="$PWD/$out/bin" go install google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2
  options=module=scorekeeper.dev/polyglot/go
  for file in $files; do
    options="$options,M$file=scorekeeper.dev/polyglot/go/scorekeeperv1"
  done
  protoc \
    --plugin=protoc-gen-go="$out/bin/protoc-gen-go" --go_out="$out/go" --go_opt="$options" \
    --plugin=protoc-gen-go-grpc="$out/bin/protoc-gen-go-grpc" --go-grpc_out="$out/go" --go-grpc_opt="$options" \
    $files
fi
