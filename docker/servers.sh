#!/usr/bin/env bash
# Private PostgreSQL and RabbitMQ under ${HIE_STATE:-$PWD/.state}: on loopback, on free ports chosen at the first start and remembered.
#   servers.sh start|stop|kill|status [postgres|rabbitmq]     kill: as a crash (kill -9)
#   servers.sh env                                            prints export lines: eval "$(bash docker/servers.sh env)"
#   servers.sh remove                                         stops them and deletes what they hold
#   servers.sh queues delete                                  loses every queue, as a broker replaced by an empty one
#   servers.sh rabbitmqctl ARGUMENTS…                         asks RabbitMQ, or tells it something
# Ports may be given: HIE_PG_PORT HIE_AMQP_PORT HIE_AMQP_API_PORT HIE_EPMD_PORT HIE_RABBITMQ_DIST_PORT.
# As root or an ordinary user; only servers that it started itself are ever touched.
set -euo pipefail
umask 022
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
STATE=${HIE_STATE:-$PWD/.state}
mkdir -p "$STATE"
STATE=$(cd "$STATE" && pwd -P)
. "$HERE/install.sh"; . "$HERE/ports.sh"; . "$HERE/postgres.sh"; . "$HERE/rabbitmq.sh"

usage() { sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64; }

each() { # each VERB [SERVER]
  case ${2:-all} in
    postgres) "pg_$1" ;;
    rabbitmq) "rabbit_$1" ;;
    all) "pg_$1"; "rabbit_$1" ;;
    *) usage ;;
  esac
}

locked() { exec 9>"$STATE/lock"; flock -w 300 9 || { echo "another servers.sh holds $STATE/lock" >&2; exit 1; }; }

status() {
  local pid rc=0
  if pid=$(pg_pid); then echo "postgres runs: 127.0.0.1:$(remembered postgres), pid $pid, $(pg_data)"; else echo "postgres does not run"; rc=3; fi
  if pid=$(rabbit_pid); then echo "rabbitmq runs: 127.0.0.1:$(remembered amqp), pid $pid, $R"; else echo "rabbitmq does not run"; rc=3; fi
  return $rc
}

case ${1:-} in
  start)
    locked
    case ${2:-all} in all) install_missing postgresql rabbitmq ;; postgres) install_missing postgresql ;; rabbitmq) install_missing rabbitmq ;; esac
    each start "${2:-all}"
    [ -n "${2:-}" ] || status ;;
  stop) locked; each stop "${2:-all}" ;;
  kill) locked; each kill "${2:-all}" ;;
  remove) locked; each stop; rm -rf "$(pg_data)" "$STATE/postgres.at" "$R" ;;
  status) status ;;
  env) pg_env; rabbit_env ;;
  queues)
    [ "${2:-}" = delete ] || usage
    rabbit rabbitmqctl -q list_queues name | while read -r queue; do rabbit rabbitmqctl -q delete_queue "$queue" </dev/null; done ;;
  rabbitmqctl) shift; rabbit rabbitmqctl -q "$@" ;;
  *) usage ;;
esac
