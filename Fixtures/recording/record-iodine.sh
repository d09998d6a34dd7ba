#!/usr/bin/env bash
# Records iodine sessions through unbound: per record type one that only shakes hands and
# idles, and one that carries pings and a small file; and one that goes to raw mode.
#
# Needs: iodine and iodined 0.7.0, ifconfig (net-tools), python3.
#
# With an argument, only the captures whose name contains it.

only=${1:-}
zone=t.example.net
password=fixture
payload_octets=6000

# session NAME idle|data TYPE [OPTION…]
session() (
    case $1 in *"$only"*) ;; *) exit 0 ;; esac
    source "$(dirname "${BASH_SOURCE[0]}")/namespaces.sh"
    name=$1 activity=$2 type=$3
    shift 3
    set_up
    start_resolver "$zone"
    in_server iodined -f -c -P "$password" -n "$server_address" -d dns0 10.77.0.1/28 "$zone" \
        >"$work/iodined.log" 2>&1 &
    wait_for in_server sh -c "ss -Hlnu | grep -q ':53 '"
    start_capture "$name"
    in_client iodine -f -P "$password" -T "$type" -d dns0 "$@" "$resolver_address" "$zone" \
        >"$work/iodine.log" 2>&1 &
    wait_for in_client sh -c 'ip -4 addr show dns0 | grep -q 10.77' || { cat "$work/iodine.log"; exit 1; }
    wait_for grep -q 'Connection setup complete' "$work/iodine.log" || { cat "$work/iodine.log"; exit 1; }
    if [ "$activity" = data ]; then
        in_client python3 "$here/payload.py" ping 10.77.0.1 5 120
        in_server python3 "$here/payload.py" serve 10.77.0.1 8080 octets "$payload_octets" &
        wait_for in_server sh -c "ss -Hlnt | grep -q ':8080'"
        in_client timeout 60 python3 "$here/payload.py" exchange 10.77.0.1 8080 octets "$payload_octets"
        sleep 2
    else
        sleep 25
    fi
    up=$(in_client cat /sys/class/net/dns0/statistics/tx_bytes)
    down=$(in_client cat /sys/class/net/dns0/statistics/rx_bytes)
    stop_capture
    carried "$name" "$up" "$down" "IP octets through the tun device"
    echo "$name: $up up, $down down"
)

session tunnels/iodine_null_idle.pcap idle NULL -r
session tunnels/iodine_null_data.pcap data NULL -r
session tunnels/iodine_txt_idle.pcap idle TXT -r
session tunnels/iodine_txt_data.pcap data TXT -r
session tunnels/iodine_cname_idle.pcap idle CNAME -r
session tunnels/iodine_cname_data.pcap data CNAME -r
session tunnels/iodine_raw.pcap data NULL
