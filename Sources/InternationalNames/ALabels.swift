import CIDN2
import Glibc

/// Domain names as people write them, in the form that travels.
///
/// libidn2 does the conversion, for libpsl keeps its own to itself. libpsl loads libidn2 already, so that the program
/// needs nothing more where it runs.
package enum ALabels {
    /// The name with A-labels in place of its U-labels: `bücher.example` becomes `xn--bcher-kva.example`.
    ///
    /// - Parameter name: UTF-8 in any case.
    /// - Returns: ASCII in lower case, names that are ASCII already as they are; `nil` for names that IDNA 2008 does
    ///   not allow, such as emoji, and for octets that are no UTF-8.
    /// - Complexity: O(octets).
    ///
    /// Source: RFC 5891 §5, with the mapping of UTS #46 without transitional processing, as browsers use it.
    package static func name(_ name: some Collection<UInt8>) -> [UInt8]? {
        guard name.contains(where: { $0 >= 0x80 }) else { return Array(name) }
        guard !name.contains(0) else { return nil }
        let text = Array(name) + [0]
        let flags = Int32(bitPattern: IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
        var result: UnsafeMutablePointer<UInt8>?
        // Safe: the text ends with a 0 and outlives the call, and the library's string is copied before it is freed.
        guard unsafe idn2_lookup_u8(text, &result, flags) == IDN2_OK.rawValue, let name = unsafe result else {
            return nil
        }
        defer { unsafe idn2_free(name) }
        return unsafe Array(
            UnsafeBufferPointer(
                start: name,
                count: strlen(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
            )
        )
    }
}
