# Sourced: installs from Debian what is missing, and nothing that is there. Nothing installed here is started by Debian:
# while apt runs, a policy-rc.d answers 101 (invoke-rc.d: forbidden), and what was there before is put back afterwards.
#   install_missing WORD…   words: postgresql rabbitmq orthanc dicom-tools basics dotnet-libraries node browser nginx

_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# The packages that a word needs and this machine lacks, one a line.
_lacking() {
  case $1 in
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || echo postgresql ;;
    rabbitmq) [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || echo rabbitmq-server ;;
    orthanc)
      [ -x /usr/sbin/Orthanc ] || echo orthanc
      [ -e /usr/share/orthanc/plugins/libOrthancDicomWeb.so ] || echo orthanc-dicomweb ;;
    dicom-tools)
      command -v dcmdump >/dev/null || echo dcmtk
      [ -d /usr/lib/python3/dist-packages/pydicom ] || echo python3-pydicom ;;
    node)
      command -v node >/dev/null || echo nodejs
      command -v npm >/dev/null || echo npm ;;
    nginx) [ -x /usr/sbin/nginx ] || echo nginx-light ;;
    browser) command -v chromium >/dev/null || echo chromium ;;
    basics)
      command -v ps >/dev/null || echo procps
      command -v curl >/dev/null || echo curl
      command -v jq >/dev/null || echo jq
      [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
      [ -e /usr/share/zoneinfo/America/Chicago ] || echo tzdata ;;
    dotnet-libraries) # what an SDK unpacked into a bare Debian 12 lacks
      compgen -G '/usr/lib/*/libstdc++.so.6' >/dev/null || echo libstdc++6
      compgen -G '/usr/lib/*/libssl.so.3' >/dev/null || echo libssl3 ;;
    *) echo "install: unknown word $1" >&2; return 1 ;;
  esac
}

install_missing() {
  local word packages=()
  for word in "$@"; do mapfile -t -O "${#packages[@]}" packages < <(_lacking "$word"); done
  [ "${#packages[@]}" -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "Missing: ${packages[*]}. There is no apt-get here; install them by hand and start again." >&2; return 1
  fi
  if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
    echo "Missing: ${packages[*]}. Run as root, or first: sudo apt-get install --no-install-recommends ${packages[*]}" >&2; return 1
  fi
  echo "installing ${packages[*]} (apt)" >&2
  ( # a subshell, so that the trap restores policy-rc.d whatever happens
    policy=/usr/sbin/policy-rc.d; kept=
    if [ -e $policy ]; then kept=$policy.before-hie; _root mv -f $policy $kept; fi
    restore() { if [ -n "$kept" ]; then _root mv -f "$kept" $policy; else _root rm -f $policy; fi; }
    trap restore EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' | _root tee $policy >/dev/null
    _root chmod 755 $policy
    apt() { _root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null >&2; }
    apt install --no-install-recommends "${packages[@]}" 2>/dev/null ||
      { apt update && apt install --no-install-recommends "${packages[@]}"; }
  ) || { echo "apt could not install ${packages[*]}; see above." >&2; return 1; }
}
