#!/usr/bin/env bash
# Stand-in hospital archives: Debian's Orthanc with its DICOMweb plug-in, one process a hospital, under ${HIE_STATE:-$PWD/.state}/archives.
#   archives.sh start NAME [HTTP_PORT [DICOM_PORT]]   prints the DICOMweb root; ports: the remembered, else free ones
#   archives.sh stop [NAME]    stops one or all      archives.sh kill NAME    as a crash      archives.sh url NAME
# Orthanc 1.10 has no bind address: it listens on every interface, and answers 401 to all but loopback.
set -euo pipefail
umask 022
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
STATE=${HIE_STATE:-$PWD/.state}
mkdir -p "$STATE/archives"
STATE=$(cd "$STATE" && pwd -P)
. "$HERE/install.sh"; . "$HERE/ports.sh"

pid_of() { local pid; pid=$(cat "$STATE/archives/$1/pid" 2>/dev/null) && runs_with "$pid" "$STATE/archives/$1/orthanc.json" && echo "$pid"; }

url_of() { echo "http://127.0.0.1:$(remembered "archive-$1")/dicom-web"; }

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /system HTTP/1.0\r\n\r\n' >&3 && head -c 12 <&3 | grep -q ' 200') 2>/dev/null; }

start() {
  local name=$1 at=$STATE/archives/$1 http dicom
  if pid_of "$name" >/dev/null; then return; fi
  mkdir -p "$at/db"
  http=$(port_of "archive-$name" "${2:-}")
  dicom=$(port_of "archive-$name-dicom" "${3:-}")
  cat > "$at/orthanc.json" <<JSON
{ "Name": "${name^^} archive", "StorageDirectory": "$at/db", "IndexDirectory": "$at/db",
  "HttpPort": $http, "DicomPort": $dicom, "DicomAet": "${name^^}",
  "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
  "UnknownSopClassAccepted": true, "OverwriteInstances": false, "DefaultEncoding": "Utf8", "StableAge": 2, "SyncStorageArea": false,
  "KeepAlive": true, "TcpNoDelay": true, "HttpThreadsCount": 20, "Plugins": ["/usr/share/orthanc/plugins/libOrthancDicomWeb.so"],
  "DicomWeb": { "Enable": true, "Root": "/dicom-web/", "EnableWado": true, "WadoRoot": "/wado", "StudiesMetadata": "Full", "SeriesMetadata": "Full" } }
JSON
  TCP_NODELAY=1 setsid nohup /usr/sbin/Orthanc "$at/orthanc.json" </dev/null >"$at/log" 2>&1 9>&- &
  echo $! > "$at/pid"
  until_true 60 answers "$http" || { tail -5 "$at/log" >&2; return 1; }
}

# A restart within two seconds of a kill makes Orthanc's SQLite fail: every end is waited for.
end() { # end NAME SIGNAL
  local pid
  if pid=$(pid_of "$1"); then kill "-$2" "$pid"; until_true 20 gone "$pid" || kill -9 "$pid"; fi
  rm -f "$STATE/archives/$1/pid"
}

exec 9>"$STATE/archives/lock"
flock -w 300 9
case ${1:-} in
  start) install_missing orthanc; start "${@:2}"; url_of "$2" ;;
  url) url_of "$2" ;;
  kill) end "$2" KILL ;;
  stop)
    if [ -n "${2:-}" ]; then end "$2" TERM
    else for at in "$STATE"/archives/*/; do [ ! -f "$at/pid" ] || end "$(basename "$at")" TERM; done; fi ;;
  *) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64 ;;
esac
