import CLibpsl

/// The public suffix list that libpsl carries: suffixes below which names are sold or given away.
///
/// Nobody can walk the list, only ask it, at some 150 ns a label; callers keep the answers that they get.
///
/// Source: publicsuffix.org; RFC 9499 §9 "Public suffix".
@safe
package struct PublicSuffixList: @unchecked Sendable {
    // libpsl's built-in list is one immutable object for the life of the process, so sharing it is sound.
    private let list: OpaquePointer?

    package init() {
        unsafe list = psl_builtin()
    }

    /// How many labels of a name are its registered domain: the public suffix and one more.
    ///
    /// - Parameter octets: The name in wire format, lower case, without the root's octet.
    /// - Returns: The number of labels, which is the name's own for a name that is itself a suffix; and whether
    ///   the suffix stands in the list, or is just the last label by the list's default rule.
    /// - Complexity: O(octets), and one look-up for each of the last eight labels: rules have five labels at most today,
    ///   and labels further left cannot change a name's suffix. Allocates nothing.
    package func registeredDomain(of octets: [UInt8]) -> (labelCount: Int, isListed: Bool) {
        // The buffer lives as long as the call, ends with an octet 0, every start lies within it, and libpsl keeps no
        // pointer.
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: octets.count + 1) { text in
            // Of the last labels, each at its number modulo their count.
            var starts = InlineArray<8, Int>(repeating: 0)
            var (labelCount, end, position) = (0, 0, 0)
            while position < octets.count {
                let next = min(position + 1 + Int(octets[position]), octets.count)
                if position > 0 {
                    unsafe text[end] = CChar(UInt8(ascii: "."))
                    end += 1
                }
                starts[labelCount % starts.count] = end
                labelCount += 1
                for index in (position + 1)..<next {
                    unsafe text[end] = Self.character(octets[index])
                    end += 1
                }
                position = next
            }
            unsafe text[end] = 0
            guard let base = text.baseAddress else { return (labelCount, false) }
            let anyRuleButTheDefault = Int32(PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE)
            for label in max(0, labelCount - starts.count)..<labelCount
            where unsafe psl_is_public_suffix2(
                list,
                base + starts[label % starts.count],
                anyRuleButTheDefault
            )
                != 0
            {
                return (min(labelCount - label + 1, labelCount), true)
            }
            return (min(2, labelCount), false)
        }
    }

    /// Whether customers of one company share a name.
    ///
    /// - Parameter octets: The name in wire format, lower case, without the root's octet.
    /// - Returns: `true` for a name in the list's private section.
    package func isSharedParent(_ octets: [UInt8]) -> Bool {
        let (text, _) = presentation(of: octets)
        // The buffer ends with an octet 0, and libpsl keeps no pointer.
        return unsafe text.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe psl_is_public_suffix2(list, base, Int32(PSL_TYPE_PRIVATE | PSL_TYPE_NO_STAR_RULE))
                != 0
        }
    }

    /// Whether a rule for a name and all below it would reach the names of many parties.
    ///
    /// - Parameter octets: The name in wire format, lower case, without the root's octet.
    /// - Returns: `true` for a suffix of the list and for one of ``SharedParents``.
    package func isShared(_ octets: [UInt8]) -> Bool {
        // The registered domain of a name below is longer than this one just when this one is a suffix.
        let (labelCount, isListed) = registeredDomain(of: [1, UInt8(ascii: "x")] + octets)
        let (text, labelStarts) = presentation(of: octets)
        if isListed, labelCount > labelStarts.count { return true }
        return SharedParents.names.contains(
            String(decoding: text.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        )
    }

    /// Whether a name itself stands in the list, in its private section too.
    ///
    /// - Parameter text: Labels with dots between them, in any case.
    /// - Returns: `true` when everybody can have a name below it.
    /// - Complexity: One look-up. Allocates nothing.
    package func isSuffix(_ text: Span<UInt8>) -> Bool {
        // The buffer lives as long as the call, ends with an octet 0, and libpsl keeps no pointer.
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
            for index in text.indices {
                let isUpper = text[index] &- 0x41 < 26
                unsafe buffer[index] = CChar(bitPattern: isUpper ? text[index] | 0x20 : text[index])
            }
            unsafe buffer[text.count] = 0
            guard let base = buffer.baseAddress else { return false }
            return unsafe psl_is_public_suffix2(list, base, Int32(PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE)) != 0
        }
    }

    /// An octet of a label as libpsl wants it.
    ///
    /// A label may hold a dot or a 0 as octets of its own (RFC 2181 §11); these become a character that no rule has.
    private static func character(_ octet: UInt8) -> CChar {
        let isUnusable = octet == 0 || octet == UInt8(ascii: ".")
        return CChar(bitPattern: isUnusable ? UInt8(ascii: "?") : octet)
    }

    /// The name as libpsl wants it, dots between labels and an octet 0 at the end, and where its labels start.
    ///
    private func presentation(of octets: [UInt8]) -> (text: [CChar], labelStarts: [Int]) {
        var text: [CChar] = []
        var labelStarts: [Int] = []
        text.reserveCapacity(octets.count + 1)
        var position = 0
        while position < octets.count {
            let end = min(position + 1 + Int(octets[position]), octets.count)
            if position > 0 { text.append(CChar(UInt8(ascii: "."))) }
            labelStarts.append(text.count)
            for octet in octets[(position + 1)..<end] { text.append(Self.character(octet)) }
            position = end
        }
        text.append(0)
        return (text, labelStarts)
    }
}
