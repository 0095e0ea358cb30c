# Sourced: one hie-node in the background, for the demo: its pid, log and addresses under $STATE.

NODE_DLL=$ROOT/src/HieImaging.Node/bin/$CONFIGURATION/net10.0/hie-node.dll

node_pid() { local pid; pid=$(cat "$STATE/node.pid" 2>/dev/null) && runs_with "$pid" "$NODE_DLL" && echo "$pid"; }

node_ready() { [ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 5 "$MANAGEMENT/health/ready")" = 200 ]; }

# A default port when it is free, else any.
node_port() { if listening "$2"; then port_of "$1"; else port_of "$1" "$2"; fi; }

# node_start DOMAIN_FILE: applies the schema, starts, waits until it is ready
node_start() {
  NODE=http://127.0.0.1:$(node_port node 8080)
  MANAGEMENT=http://127.0.0.1:$(node_port management 8081)
  MLLP=mllp://127.0.0.1:$(node_port mllp 2575)
  export Domain=$1 Listening__Urls=$NODE Listening__Management=$MANAGEMENT Listening__Mllp=$MLLP
  dotnet "$NODE_DLL" schema apply >"$STATE/schema.log" 2>&1 || { cat "$STATE/schema.log" >&2; return 1; }
  setsid nohup dotnet "$NODE_DLL" serve </dev/null >"$STATE/node.log" 2>&1 &
  echo $! > "$STATE/node.pid"
  until_true 90 node_ready || { tail -20 "$STATE/node.log" >&2; return 1; }
}

node_stop() {
  local pid
  if pid=$(node_pid); then kill "$pid"; until_true 30 gone "$pid" || kill -9 "$pid"; fi
  rm -f "$STATE/node.pid"
}
