#!/usr/bin/env bash
# Records dns2tcp sessions through unbound: a TCP stream that carries a small text both ways,
# per record type one file; and one where the client only asks for the list of resources.
#
# Needs: dns2tcp 0.5.2, python3.
#
# With an argument, only the captures whose name contains it.

only=${1:-}
zone=d.example.org
key=fixture
payload_octets=4000

# session NAME stream|list TYPE
session() (
    case $1 in *"$only"*) ;; *) exit 0 ;; esac
    source "$(dirname "${BASH_SOURCE[0]}")/namespaces.sh"
    name=$1 activity=$2 type=$3
    set_up
    start_resolver "$zone"
    mkdir "$work/empty"
    cat >"$work/dns2tcpd.conf" <<CONF
listen = $server_address
port = 53
user = nobody
key = $key
chroot = $work/empty
domain = $zone
resources = text:127.0.0.1:8080
CONF
    chmod 755 "$work"
    in_server dns2tcpd -F -f "$work/dns2tcpd.conf" >"$work/dns2tcpd.log" 2>&1 &
    wait_for in_server sh -c "ss -Hlnu | grep -q ':53 '"
    start_capture "$name"
    if [ "$activity" = stream ]; then
        in_server python3 "$here/payload.py" serve 127.0.0.1 8080 text "$payload_octets" &
        wait_for in_server sh -c "ss -Hlnt | grep -q ':8080'"
        in_client dns2tcpc -z "$zone" -k "$key" -r text -l 2222 -T "$type" "$resolver_address" \
            >"$work/dns2tcpc.log" 2>&1 &
        wait_for in_client sh -c "ss -Hlnt | grep -q ':2222'"
        in_client timeout 60 python3 "$here/payload.py" exchange 127.0.0.1 2222 text "$payload_octets"
        carried "$name" "$payload_octets" "$payload_octets" "octets of the TCP stream"
        sleep 5
    else
        in_client timeout 20 dns2tcpc -z "$zone" -k "$key" -T "$type" "$resolver_address"
        carried "$name" - - "only the list of resources"
    fi
    stop_capture
    echo "$name"
)

session tunnels/dns2tcp_txt_stream.pcap stream TXT
session tunnels/dns2tcp_key_stream.pcap stream KEY
session tunnels/dns2tcp_txt_list.pcap list TXT
