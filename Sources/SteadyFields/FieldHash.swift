import NetworkTypes

/// A quick hash that is the same in each run, for tables in which a collision makes one subject forgotten.
///
/// Not `TableHash`, whose secret differs from run to run: the traffic alone must decide which subjects a full table
/// forgets. A sender that makes subjects collide hides their changes from each other. It needs to know the names that
/// others ask for, and gains only what silence gives it.
struct FieldHash {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func absorb(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        state = product.high ^ product.low &+ 0xA076_1D64_78BD_642F
    }

    mutating func absorb(_ address: IPAddress) {
        absorb(address.low)
        absorb(address.isIPv4 ? ~address.high : address.high)
    }

    var value: UInt64 { state }
}
