import Findings
import NetworkTypes

extension Report {
    /// The part of the captures that the scan judged, as a sentence; `nil` for all.
    var selectionInWords: String? {
        guard let selection = scan.selection else { return nil }
        let parts =
            [selection.since.map { "from \(moment($0)) on" }, selection.until.map { "before \(moment($0))" }]
            + [
                selection.clients.isEmpty ? nil : "of \(selection.clients.joined(separator: ", "))",
                selection.zones.isEmpty ? nil : "in \(selection.zones.joined(separator: ", "))",
                selection.filter.map { "that match '\($0)'" },
            ]
        let leftOut = [
            selection.packetsLeftOut > 0 ? Quantity.count(selection.packetsLeftOut, "packet") : nil,
            selection.messagesLeftOut > 0 ? Quantity.count(selection.messagesLeftOut, "DNS message") : nil,
        ].compactMap { $0 }
        return "Of it only messages \(parts.compactMap { $0 }.joined(separator: ", ")); "
            + (leftOut.isEmpty ? "nothing was left out." : "left out: \(leftOut.joined(separator: ", ")).")
    }

    private func moment(_ moment: Timestamp) -> String {
        let text = time(moment)
        return text.prefix(10) + " " + text.dropFirst(11).dropLast() + " UTC"
    }
}
