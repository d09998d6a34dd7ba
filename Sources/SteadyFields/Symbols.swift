/// The values that fields of one message have, each in a place of its own.
///
/// A vector, so that one comparison tells whether anything changed.
struct Symbols: Hashable, Sendable {
    /// How many fields one kind of message can have.
    static let count = 8
    /// A field that no message had yet.
    static let unknown = UInt32.max

    private(set) var values = SIMD8<UInt32>(repeating: unknown)

    init() {}

    /// Clears the highest value, which means that nothing is known.
    subscript(place: Int) -> UInt32 {
        get { values[place] }
        set { values[place] = min(newValue, Self.unknown - 1) }
    }

    /// These where they are known, and otherwise the values before.
    func completed(from before: Self) -> Self {
        var completed = self
        completed.values.replace(with: before.values, where: values .== Self.unknown)
        return completed
    }

    /// A hash of all but one place, and but for its parts when it is one of them.
    func hash(without place: Int, _ parts: UInt8) -> UInt64 {
        let isPart = parts & 1 << UInt8(place) != 0
        var hash = FieldHash()
        for other in 0..<Self.count where other != place && !(isPart && parts & 1 << UInt8(other) != 0) {
            hash.absorb(UInt64(values[other]))
        }
        return hash.value
    }
}
