package import Channels
package import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes DET by the job id that stands in clear before itself in hexadecimal.
///
///     <job, 7 letters and digits><hexadecimal of job|!|file|!|REGISTER|!|MD5>….zone
///     <job><hexadecimal of job|!|number|!|data or job|!|DONE>….zone
///
/// Every message begins with its job id and a fixed separator, which are 20 hexadecimal digits that the seven
/// characters before them foretell: one name is below 2⁻⁸⁰.
///
/// Source: sensepost/DET, plugins/dns.py (`send`), det.py.
package struct DETSignature: ToolSignature {
    package let tool = "DET"
    package let kind = FindingKind.exfiltration
    private static let jobLength = 7
    package static let separator = Array("|!|".utf8)

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let messages = channel.names.compactMap { record in
            Self.message(in: record.name).map { (job: $0.job, fields: $0.text, frame: record.first.place) }
        }
        guard let first = messages.first else { return nil }
        let jobs = Set(messages.map { $0.job })
        return recognized(
            feature: "det_messages",
            value: messages.count,
            because: "\(messages.count) names begin a message of job \(first.job.shownText)"
                + (jobs.count > 1 ? " and \(jobs.count - 1) others" : "")
                + ", in frame \(first.frame) \"\(first.fields.shownText)…\"."
        )
    }

    /// The job and the hexadecimal digits of a name, whether a message begins in it or goes on.
    package static func piece(in name: DomainName) -> (job: [UInt8], digits: ArraySlice<UInt8>)? {
        guard let label = name.labels.first(where: { _ in true }), label.count > jobLength,
            label.dropFirst(jobLength).allSatisfy(PayloadEncoding.base16.contains)
        else { return nil }
        return (Array(label.prefix(jobLength)), label.dropFirst(jobLength))
    }

    /// The job and the beginning of the text of the message that a name begins with, or `nil`.
    private static func message(in name: DomainName) -> (job: ArraySlice<UInt8>, text: [UInt8])? {
        guard let label = name.labels.first(where: { _ in true }), label.count >= 3 * jobLength + 6 else {
            return nil
        }
        let digits = label.dropFirst(jobLength)
        let job = label.prefix(jobLength)
        guard let text = PayloadEncoding.base16.octets(of: digits.dropLast(digits.count % 2)),
            text.starts(with: Array(job) + separator)
        else { return nil }
        return (job, text)
    }
}
