import DNSWire
import InternationalNames

extension DomainName {
    /// The name that a user typed: presentation format, or letters of any script as people write names.
    init?(typed text: String) {
        self.init(presentation: ALabels.name(text.utf8).map { String(decoding: $0, as: UTF8.self) } ?? text)
    }
}
