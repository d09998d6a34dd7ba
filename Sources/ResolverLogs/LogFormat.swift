/// The kinds of logs in which servers write down the questions that they got, and sensors the messages that they saw.
///
/// The raw values are stable names for reports. The format of a text is the first one that has one of its lines.
package enum LogFormat: String, Hashable, Sendable, CaseIterable {
    case dnstap
    case bindQueryLog = "bind_query_log"
    case unboundLog = "unbound_log"
    case dnsmasqLog = "dnsmasq_log"
    case zeekTable = "zeek_dns_log"
    case zeekJSON = "zeek_dns_json"
    case suricataEVE = "suricata_eve"
    case route53Resolver = "route53_resolver_log"
    case cloudDNS = "google_cloud_dns_log"

    /// The reader of its lines; `nil` for frames.
    var lineReader: (any LineReader)? {
        switch self {
        case .dnstap: nil
        case .bindQueryLog: BINDQueryLog()
        case .unboundLog: UnboundLog()
        case .dnsmasqLog: DnsmasqLog()
        case .zeekTable: ZeekTable()
        case .zeekJSON: ZeekJSON()
        case .suricataEVE: SuricataEVE()
        case .route53Resolver: Route53ResolverLog()
        case .cloudDNS: CloudDNSLog()
        }
    }

    /// The facts that every line of it leaves out.
    var gaps: [LogAnomaly] {
        switch self {
        case .dnstap: []
        case .bindQueryLog: [.responsesAbsent, .headersAbsent, .queriesLeftOut]
        case .unboundLog: [.recordsAbsent, .serverAbsent, .headersAbsent, .secondsOnly]
        case .dnsmasqLog: [.responsesAbsent, .serverAbsent, .headersAbsent, .secondsOnly]
        case .zeekTable, .zeekJSON: [.letterCaseAbsent, .recordsAsText, .headersAbsent]
        case .suricataEVE: [.recordsAsText, .headersAbsent]
        case .route53Resolver: [.recordsAsText, .serverAbsent, .headersAbsent, .secondsOnly]
        case .cloudDNS: [.recordsAsText, .serverAbsent, .headersAbsent]
        }
    }
}
