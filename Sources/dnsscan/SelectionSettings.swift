import ArgumentParser
import DNSWire
import NetworkTypes
import PacketCapture
import ScanPipeline

/// The meaning of the options of a selection.
struct SelectionSettings {
    private var selection = ScanSelection()
    private let filter: String?

    /// - Throws: `ValidationError` for a value that is not valid, or a selection that can have no packet in it.
    init(_ options: SelectionOptions) throws {
        func moment(_ text: String?, _ option: String) throws -> Moment? {
            guard let text else { return nil }
            guard let moment = Moment(text) else {
                throw ValidationError(
                    "\(option) wants a time such as 2026-06-01T08:05:00Z or 08:05, not '\(text)'."
                )
            }
            return moment
        }
        selection.since = try moment(options.since, "--since")
        selection.until = try moment(options.until, "--until")
        let day = Timestamp(nanoseconds: 0)
        if let since = selection.since, let until = selection.until, since.isTimeOfDay == until.isTimeOfDay,
            since.timestamp(onDayOf: day) >= until.timestamp(onDayOf: day)
        {
            throw ValidationError("--since comes after --until; nothing lies between them.")
        }
        selection.clients = try options.client.map { text in
            guard let prefix = AddressPrefix(scoped: text) else {
                throw ValidationError("--client wants an address or ADDRESS/LENGTH, not '\(text)'.")
            }
            return prefix
        }
        selection.zones = try options.zone.map { text in
            guard let zone = DomainName(typed: text) else {
                throw ValidationError("--zone \(text) is no domain name.")
            }
            return zone.lowercased
        }
        filter = options.filter
    }

    /// The selection that a scan reads from the captures.
    ///
    /// Only a confined process should compile a filter: libpcap looks up names in files and on the network.
    ///
    /// - Throws: `ValidationError` with libpcap's reason.
    func compiled() throws -> ScanSelection {
        var selection = selection
        do throws(FilterError) {
            selection.filter = try filter.map { expression throws(FilterError) in try PacketFilter(expression)
            }
        } catch {
            throw ValidationError("--filter: \(error.reason)")
        }
        return selection
    }
}
