# Sourced by servers.sh: a private RabbitMQ under $STATE, every listener on loopback, its own epmd. Debian's wrappers in /usr/sbin
# switch user and drop the environment, so the scripts behind them are called. Long names, for a bare root has no "localhost".

R=$STATE/rabbitmq

rabbit() {
  HOME=$R/home PATH=/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 LC_ALL=C.UTF-8 \
    RABBITMQ_NODENAME=hie@127.0.0.1 RABBITMQ_USE_LONGNAME=true RABBITMQ_CONF_ENV_FILE=/dev/null \
    RABBITMQ_MNESIA_BASE=$R/mnesia RABBITMQ_LOG_BASE=$R/log RABBITMQ_PID_FILE=$R/pid \
    RABBITMQ_ENABLED_PLUGINS_FILE=$R/enabled_plugins RABBITMQ_CONFIG_FILE=$R/rabbitmq.conf \
    RABBITMQ_DIST_PORT=$(remembered rabbitmq-dist) ERL_EPMD_PORT=$(remembered epmd) ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none -hie_state $R" \
    "$@"
}

rabbit_pid() { local pid; pid=$(cat "$R/pid" 2>/dev/null) && runs_with "$pid" "$R" && echo "$pid"; }

epmd_pid() { local pid; pid=$(cat "$R/epmd.pid" 2>/dev/null) && runs_with "$pid" "$(remembered epmd)" && echo "$pid"; }

rabbit_configure() {
  local amqp api
  amqp=$(port_of amqp "${HIE_AMQP_PORT:-}")
  api=$(port_of amqp-api "${HIE_AMQP_API_PORT:-}")
  mkdir -p "$R/home" "$R/mnesia" "$R/log"
  # Server and CLI would both create the cookie, and meet.
  [ -f "$R/home/.erlang.cookie" ] || { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$R/home/.erlang.cookie"; chmod 400 "$R/home/.erlang.cookie"; }
  echo '[rabbitmq_management].' > "$R/enabled_plugins"
  cat > "$R/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$amqp
management.tcp.ip = 127.0.0.1
management.tcp.port = $api
disk_free_limit.absolute = 100MB
CONF
}

rabbit_start() {
  if rabbit_pid >/dev/null; then return; fi
  rabbit_configure
  if ! epmd_pid >/dev/null; then
    port_of epmd "${HIE_EPMD_PORT:-}" >/dev/null
    setsid epmd -port "$(remembered epmd)" -address 127.0.0.1 </dev/null >"$R/log/epmd.log" 2>&1 9>&- &
    echo $! > "$R/epmd.pid"
    until_true 10 listening "$(remembered epmd)" || { cat "$R/log/epmd.log" >&2; return 1; }
  fi
  port_of rabbitmq-dist "${HIE_RABBITMQ_DIST_PORT:-}" >/dev/null
  rm -f "$R/pid"
  rabbit setsid rabbitmq-server -detached </dev/null >"$R/log/start.log" 2>&1 9>&-
  # The port first: a CLI call beside a booting node has been seen to end the boot.
  until_true 90 listening "$(remembered amqp)" && until_true 30 rabbit_pid >/dev/null &&
    rabbit rabbitmqctl -q await_startup --timeout 60 >>"$R/log/start.log" 2>&1 9>&- ||
    { cat "$R/log/start.log" >&2; tail -30 "$R"/log/hie@*.log >&2; return 1; }
}

rabbit_stop() {
  local pid
  if pid=$(rabbit_pid); then
    kill "$pid" # SIGTERM: init:stop(), an orderly end
    until_true 60 gone "$pid" || kill -9 "$pid"
  fi
  rm -f "$R/pid"
  if pid=$(epmd_pid); then kill "$pid"; until_true 10 gone "$pid"; fi
  rm -f "$R/epmd.pid"
}

rabbit_kill() {
  local pid; pid=$(rabbit_pid) || { echo "rabbitmq does not run" >&2; return 1; }
  kill -9 "$pid"
  until_true 10 gone "$pid"
}

rabbit_env() {
  echo "export ConnectionStrings__Bus='amqp://guest:guest@127.0.0.1:$(remembered amqp)'"
  echo "export HIE_RABBITMQ_API='http://127.0.0.1:$(remembered amqp-api)'"
}
