/// Options that other programs have, and their counterparts here.
enum ForeignOption {
    /// The advice what to type in place of an option, or `nil` for an option that nobody expects.
    ///
    /// - Parameter option: With its hyphens, as it was typed.
    /// - Returns: One clause that says what to type.
    static func advice(for option: String) -> String? {
        switch option {
        case "--json": "type -f json"
        case "--ndjson", "--jsonl": "type -f ndjson"
        case "--csv": "type -f csv"
        case "--output-format", "--type": "type -f FORMAT"
        case "-r", "--read", "--read-file", "--pcap", "--input", "--file", "-F":
            "captures need no option: dnsscan FILE"
        case "-i", "--interface":
            "dnsscan reads no interface: tcpdump -U -i INTERFACE -w - port 53 | dnsscan -"
        case "-w", "--out": "type -o FILE"
        case "--client", "--host", "--ip":
            "'dnsscan clients CAPTURE' lists all clients; --address ADDRESS those that got it as an answer"
        case "--domain", "--name": "type dnsscan explain CAPTURE ZONE, or dnsscan clients --zone ZONE CAPTURE"
        case "--severity", "--level": "type --min-severity SEVERITY"
        case "--no-color", "--no-colour", "--nocolor": "type --color never"
        case "--allowlist", "--allow-list", "--whitelist", "--ignore": "type --allow FILE"
        case "--blocklist", "--block-list", "--blacklist", "--ioc", "--iocs": "type --block FILE"
        case "-V": "type --version"
        default: nil
        }
    }
}
