#!/usr/bin/env bash
# Records a dns2tcp session three times at once: on the client's side of the link, as dnstap, and as unbound's log.
#
# Needs: dns2tcp 0.5.2, fstrm-bin 0.6.1, python3.

zone=d.example.org
key=fixture
payload_octets=4000
source "$(dirname "${BASH_SOURCE[0]}")/namespaces.sh"
captures=$here/../logs
name=dns2tcp_unbound

set_up
resolver_options="server:
    log-queries: yes
    log-replies: yes
dnstap:
    dnstap-enable: yes
    dnstap-socket-path: \"$work/tap.sock\"
    dnstap-bidirectional: yes
    dnstap-log-client-query-messages: yes
    dnstap-log-client-response-messages: yes
    dnstap-log-resolver-query-messages: yes
    dnstap-log-resolver-response-messages: yes"
fstrm_capture -t protobuf:dnstap.Dnstap -u "$work/tap.sock" -w "$work/tap" &
tap=$!
wait_for test -S "$work/tap.sock"
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
start_capture "$name.pcap"
in_server python3 "$here/payload.py" serve 127.0.0.1 8080 text "$payload_octets" &
wait_for in_server sh -c "ss -Hlnt | grep -q ':8080'"
in_client dns2tcpc -z "$zone" -k "$key" -r text -l 2222 -T TXT "$resolver_address" >"$work/dns2tcpc.log" 2>&1 &
wait_for in_client sh -c "ss -Hlnt | grep -q ':2222'"
in_client timeout 60 python3 "$here/payload.py" exchange 127.0.0.1 2222 text "$payload_octets"
sleep 5
stop_capture
kill "$(cat "$work/unbound.pid")"
sleep 1
kill -TERM "$tap"
wait "$tap" || true
gzip -9n <"$work/tap" >"$captures/$name.dnstap.gz"
gzip -9n <"$work/unbound.log" >"$captures/$name.log.gz"
gzip -9nf "$captures/$name.pcap"
