import DNSWire

/// Octets with what the parser made of them.
struct ParsedMessage {
    let octets: [UInt8]
    let message: Message
    let error: WireError?

    init(_ octets: [UInt8]) {
        self.octets = octets
        var message = Message()
        do throws(WireError) {
            try message.parse(octets.span)
            error = nil
        } catch {
            self.error = error
        }
        self.message = message
    }

    var anomalies: [Anomaly] { Array(message.anomalies) }

    func text(_ name: ParsedName) -> String { name.presentation(in: octets.span) }

    func octets(_ range: Range<Int>) -> [UInt8] { Array(octets[range]) }

    /// The typed data of a record, or what is wrong with it.
    func data(_ index: Int = 0) throws(WireError) -> RecordData {
        try message.records[index].data(in: octets.span)
    }

    func carriedOctets(_ index: Int = 0) -> [UInt8] {
        var carried: [UInt8] = []
        message.records[index].appendCarriedOctets(in: octets.span, to: &carried)
        return carried
    }

    /// The error that reading the typed data of a record ends with.
    func dataError(_ index: Int = 0) -> WireError? {
        do throws(WireError) {
            _ = try data(index)
            return nil
        } catch {
            return error
        }
    }
}

/// Octets written as hexadecimal digits, with spaces anywhere.
func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// The name at a place and where it ends, or why there is none.
func parseName(_ octets: [UInt8], at start: Int) -> Result<(name: ParsedName, end: Int), WireError> {
    var cursor = start
    do throws(WireError) {
        return .success((try ParsedName(parsing: &cursor, in: octets.span), cursor))
    } catch {
        return .failure(error)
    }
}
