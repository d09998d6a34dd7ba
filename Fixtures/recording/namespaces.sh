# Sourced by the record-*.sh scripts: a client, a resolver and a server, each in a network
# namespace of its own, joined by two veth pairs and by nothing else.
#
#     client 10.53.0.2 ---- 10.53.0.53 resolver 10.54.0.53 ---- 10.54.0.10 server
#
# No namespace has a default route or a link to the machine's own network, so no packet can
# leave. Everything, processes included, is taken down when the script ends, however it ends.
#
# Needs: root, iproute2, unbound, dumpcap (Wireshark), /dev/net/tun.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
captures=$here/../captures
work=$(mktemp -d /tmp/dnsscan-fixtures.XXXXXX)
client=dnsscan-client-$$
resolver=dnsscan-resolver-$$
server=dnsscan-server-$$
resolver_address=10.53.0.53
server_address=10.54.0.10

in_client() { ip netns exec "$client" "$@"; }
in_resolver() { ip netns exec "$resolver" "$@"; }
in_server() { ip netns exec "$server" "$@"; }

take_down() {
    local namespace process
    for namespace in "$client" "$resolver" "$server"; do
        for process in $(ip netns pids "$namespace" 2>/dev/null || true); do
            kill -KILL "$process" 2>/dev/null || true
        done
        ip netns del "$namespace" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap take_down EXIT
trap 'exit 130' INT TERM

set_up() {
    local namespace
    for namespace in "$client" "$resolver" "$server"; do
        ip netns add "$namespace"
        ip netns exec "$namespace" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
            net.ipv6.conf.default.disable_ipv6=1
        ip -n "$namespace" link set lo up
    done
    ip link add name lan netns "$client" type veth peer name lan netns "$resolver"
    ip link add name wan netns "$server" type veth peer name wan netns "$resolver"
    ip -n "$client" addr add 10.53.0.2/24 dev lan
    ip -n "$resolver" addr add 10.53.0.53/24 dev lan
    ip -n "$resolver" addr add 10.54.0.53/24 dev wan
    ip -n "$server" addr add 10.54.0.10/24 dev wan
    for namespace in "$client" "$resolver"; do ip -n "$namespace" link set lan up; done
    for namespace in "$server" "$resolver"; do ip -n "$namespace" link set wan up; done
    # Raw mode talks to the server itself: the resolver's namespace is also the router.
    in_resolver sysctl -qw net.ipv4.ip_forward=1
    ip -n "$client" route add 10.54.0.0/24 via 10.53.0.53
    ip -n "$server" route add 10.53.0.0/24 via 10.54.0.53
}

# start_resolver ZONE: a caching recursive resolver that knows one zone and no root; `resolver_options` are further clauses.
start_resolver() {
    cat >"$work/unbound.conf" <<CONF
server:
    interface: $resolver_address
    access-control: 10.53.0.0/24 allow
    do-ip6: no
    do-daemonize: no
    username: ""
    chroot: ""
    directory: "$work"
    pidfile: "$work/unbound.pid"
    use-syslog: no
    logfile: "$work/unbound.log"
    module-config: "iterator"
    qname-minimisation: no
    root-hints: ""
remote-control:
    control-enable: no
stub-zone:
    name: "$1"
    stub-addr: $server_address
${resolver_options:-}
CONF
    ip netns exec "$resolver" unbound -c "$work/unbound.conf" &
    disown
    wait_for in_resolver sh -c "ss -Hlnu | grep -q '$resolver_address:53'"
}

wait_for() {
    local _
    for _ in $(seq 300); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    echo "did not come up: $*" >&2
    return 1
}

# start_capture NAME: records the client's side of the link to the resolver, as pcap, later fragments
# (which show no port) included.
start_capture() {
    capture=$captures/$1
    mkdir -p "$(dirname "$capture")"
    in_client dumpcap -q -P -i lan -f 'port 53 or ip[6:2] & 0x1fff != 0' -w "$work/capture.pcap" 2>"$work/dumpcap.log" &
    capture_process=$!
    wait_for test -s "$work/capture.pcap"
    sleep 0.5
}

stop_capture() {
    sleep 1
    local process
    for process in $(ip netns pids "$client"); do
        [ "$(cat "/proc/$process/comm" 2>/dev/null)" = dumpcap ] && kill -INT "$process"
    done
    wait "$capture_process" || true
    install -m 644 "$work/capture.pcap" "$capture"
}

# carried NAME UP DOWN NOTE: remembers what really went through, for the manifest.
carried() {
    local table=$here/recorded.tsv
    touch "$table"
    grep -v "^$1	" "$table" >"$work/recorded.tsv" || true
    printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$work/recorded.tsv"
    LC_ALL=C sort -o "$table" "$work/recorded.tsv"
}
