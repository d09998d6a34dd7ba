package import DNSWire
package import Findings
import InternationalNames
package import NetworkTypes
import PublicSuffixes

/// Findings that somebody has looked at and lets pass, with their zone, client, server and kind, the last day and the
/// reason.
///
/// A line of `key=value` pairs; `reason` comes last and goes to the end of the line:
///
///     suffix=avqs.mcafee.com  client=10.0.0.0/8  expires=2027-03-31  reason=file reputation, SEC-1412
///
/// A finding is allowed when every part that is given fits.
package struct AllowEntry: Sendable {
    /// The zones and everything below them; whole labels, case left aside.
    package let suffix: DomainName?
    /// The network in which every client must be.
    package let client: AddressPrefix?
    /// The network in which every server must be.
    package let server: AddressPrefix?
    package let kind: FindingKind?
    /// The last day on which it allows anything.
    package let expires: CalendarDate?
    package let reason: String
    /// Of the file, from 1.
    package let line: Int

    /// Whether the entry lets a finding pass; the date is left aside.
    package func fits(_ finding: Finding) -> Bool {
        if let kind, kind != finding.kind { return false }
        // A finding that knows no client belongs to no client.
        if let client {
            guard !finding.clients.isEmpty else { return false }
            guard finding.clients.allSatisfy({ client.contains($0.address) }) else { return false }
        }
        if let server {
            guard !finding.servers.isEmpty, finding.servers.allSatisfy(server.contains) else { return false }
        }
        guard let suffix else { return true }
        return finding.zones.allSatisfy { DomainName(presentation: $0)?.isSubdomain(of: suffix) ?? false }
    }

    /// Whether the last day is over.
    package func isExpired(on today: CalendarDate) -> Bool {
        expires.map { $0 < today } ?? false
    }
}

// MARK: - Reading

extension AllowEntry {
    /// Reads one line.
    ///
    /// - Parameters:
    ///   - text: Neither empty nor a comment.
    ///   - line: Its number, from 1.
    /// - Throws: ``AllowListError`` with the fault.
    init(_ text: Substring, line: Int) throws(AllowListError) {
        func fault(_ reason: String) -> AllowListError { AllowListError(line: line, reason: reason) }
        var values: [String: Substring] = [:]
        var rest = text.drop(while: \.isBlank)
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: "="), !rest[..<equals].contains(where: \.isBlank) else {
                throw fault("'\(rest.prefix { !$0.isBlank })' is no key=value")
            }
            let key = String(rest[..<equals])
            guard Self.keys.contains(key) else {
                throw fault("the key '\(key)' is none of \(Self.keys.joined(separator: ", "))")
            }
            let behind = rest[rest.index(after: equals)...]
            let value = key == "reason" ? behind : behind.prefix { !$0.isBlank }
            guard values.updateValue(value, forKey: key) == nil else {
                throw fault("'\(key)' is there twice")
            }
            rest = behind[value.endIndex...].drop(while: \.isBlank)
        }
        func value<Value>(_ key: String, _ read: (Substring) -> Value?) throws(AllowListError) -> Value? {
            guard let text = values[key] else { return nil }
            guard let value = read(text) else { throw fault("\(key)=\(text) is \(Self.meaning(of: key))") }
            return value
        }
        if let text = values["suffix"], let reason = Self.refusal(ofSuffix: text) { throw fault(reason) }
        suffix = try value("suffix") { Self.name($0) }
        client = try value("client") { AddressPrefix($0) }
        server = try value("server") { AddressPrefix($0) }
        kind = try value("kind") { FindingKind(rawValue: String($0)) }
        expires = try value("expires") { CalendarDate($0) }
        guard suffix != nil || [client, server].contains(where: { ($0?.length ?? 0) > 0 }) else {
            throw fault(
                "a suffix, or a client or server other than a network of length 0, is missing; "
                    + "without one, everything would be allowed"
            )
        }
        guard let reason = values["reason"]?.trimmingBlanks, !reason.isEmpty else {
            throw fault("a reason is missing")
        }
        self.reason = String(reason)
        self.line = line
    }

    /// The name that a suffix means; U-labels become A-labels.
    private static func name(_ text: Substring) -> DomainName? {
        guard let octets = ALabels.name(text.utf8) else { return DomainName(presentation: String(text)) }
        return DomainName(presentation: String(decoding: octets, as: UTF8.self))
    }

    /// The reason to take a suffix for a mistake, or `nil`.
    private static func refusal(ofSuffix text: Substring) -> String? {
        if text.hasPrefix("*.") {
            return
                "suffix=\(text) has a wildcard; suffix=\(text.dropFirst(2)) takes in that name and all below it"
        }
        let name = Array((name(text)?.description ?? "").utf8)
        if name.isEmpty || name == [UInt8(ascii: ".")] {
            return text == "." ? "suffix=. would allow everything" : nil
        }
        guard PublicSuffixList().isSuffix(name.span) else { return nil }
        return "suffix=\(text) is a public suffix, below which everybody can have names"
    }

    private static let keys = ["suffix", "client", "server", "kind", "expires", "reason"]

    /// The words for the fault of a wrong value.
    private static func meaning(of key: String) -> String {
        switch key {
        case "suffix": "no domain name"
        case "kind": "no kind of finding"
        case "expires": "no day such as 2027-03-31"
        default: "no address or network, such as 10.0.0.0/8"
        }
    }
}

extension Character {
    fileprivate var isBlank: Bool { self == " " || self == "\t" || self == "\r" }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = drop(while: \.isBlank)
        while text.last?.isBlank == true { text.removeLast() }
        return text
    }
}
