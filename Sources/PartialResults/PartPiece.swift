package import PacketDecoding

/// The description of a capture, or of a share of one, in a part.
package struct PartPiece: Equatable, Sendable {
    package var source = PartSource()
    package var reading = PartReading()

    package init() {}
}

extension PartReading {
    /// The count of a fault, in a capture at a place among the inputs.
    package func tally(of name: String, input: Int) -> Tally {
        counts.first { $0.name == name }?.tally(input: input) ?? Tally()
    }

    /// Notes the count of a fault that was seen at all.
    package mutating func note(_ name: String, _ tally: Tally) {
        if tally.count > 0 { counts.append(PartCount(name, tally)) }
    }
}
