/// The way to reach a service: the data of SVCB and of HTTPS.
///
///     | SvcPriority, 2 octets | TargetName | SvcParamKey, 2 | length, 2 | SvcParamValue | …
///
/// Source: RFC 9460 §2.2.
package struct SVCBData: Hashable, Sendable {
    /// 0 makes the record an alias; else the lower, the sooner it is tried.
    package let priority: UInt16
    package let target: ParsedName
    /// All parameters, keys and lengths included; the keys ascend.
    package let parameterRange: Range<Int>

    /// One parameter, as its place in the message.
    package struct Parameter: Hashable, Sendable {
        package let key: UInt16
        package let value: Range<Int>
    }

    init(parsing cursor: inout DataCursor, in octets: Span<UInt8>) throws(WireError) {
        priority = try cursor.readUInt16(in: octets)
        target = try cursor.readName(in: octets)
        let start = cursor.position
        var previousKey = -1
        while !cursor.isAtEnd {
            let parameter = try Self.readParameter(at: &cursor, in: octets)
            guard Int(parameter.key) > previousKey else {
                throw .keyOutOfOrder(offset: parameter.value.lowerBound - 4)
            }
            previousKey = Int(parameter.key)
        }
        parameterRange = start..<cursor.end
    }

    /// The parameters in the order of their keys.
    package func parameters(in message: Span<UInt8>) -> [Parameter] {
        guard parameterRange.upperBound <= message.count else { return [] }
        var parameters: [Parameter] = []
        var cursor = DataCursor(parameterRange)
        while let parameter = try? Self.readParameter(at: &cursor, in: message) {
            parameters.append(parameter)
        }
        return parameters
    }

    private static func readParameter(
        at cursor: inout DataCursor,
        in octets: Span<UInt8>
    ) throws(WireError) -> Parameter {
        let key = try cursor.readUInt16(in: octets)
        let length = Int(try cursor.readUInt16(in: octets))
        return Parameter(key: key, value: try cursor.readOctets(length))
    }
}
