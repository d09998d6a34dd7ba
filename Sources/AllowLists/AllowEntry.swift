package import DNSWire
package import Findings
package import NetworkTypes

/// Findings that somebody has looked at and lets pass: where, of whom, of which kind, until when and why.
///
/// A line of `key=value` pairs; `reason` comes last and goes to the end of the line:
///
///     suffix=avqs.mcafee.com  client=10.0.0.0/8  expires=2027-03-31  reason=file reputation, SEC-1412
///
/// A finding is allowed when every part that is given fits.
package struct AllowEntry: Sendable {
    /// The zones and everything below them; whole labels, case left aside.
    package let suffix: DomainName?
    /// Where every client must be.
    package let client: AddressPrefix?
    /// Where every server must be.
    package let server: AddressPrefix?
    package let kind: FindingKind?
    /// The last day on which it allows anything.
    package let expires: CalendarDate?
    package let reason: String
    /// Of the file, from 1.
    package let line: Int

    /// Whether a finding is one of those that are let pass; the date is left aside.
    package func fits(_ finding: Finding) -> Bool {
        if let kind, kind != finding.kind { return false }
        if let client, !finding.clients.allSatisfy({ client.contains($0.address) }) { return false }
        if let server, !finding.servers.allSatisfy(server.contains) { return false }
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
    /// - Throws: ``AllowListError`` with what is wrong with it.
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
        suffix = try value("suffix") { DomainName(presentation: String($0)) }
        client = try value("client") { AddressPrefix($0) }
        server = try value("server") { AddressPrefix($0) }
        kind = try value("kind") { FindingKind(rawValue: String($0)) }
        expires = try value("expires") { CalendarDate($0) }
        guard suffix != nil || client != nil || server != nil else {
            throw fault("a suffix, client or server is missing; without one, everything would be allowed")
        }
        guard let reason = values["reason"]?.trimmingBlanks, !reason.isEmpty else {
            throw fault("a reason is missing")
        }
        self.reason = String(reason)
        self.line = line
    }

    private static let keys = ["suffix", "client", "server", "kind", "expires", "reason"]

    /// What is wrong with a value.
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
