import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    /// What a server answers to one question, whoever asks it: how many records, with which bits, in which layout.
    ///
    /// What the query said is a reason: signatures come with DO, AD where it is asked for.
    mutating func noteQuestion(_ query: PendingQueries.Query, _ response: borrowing Observation) {
        var hash = FieldHash()
        hash.absorb(UInt64(SteadyField.recordCount.rawValue))
        hash.absorb(response.server.address)
        hash.absorb(response.queryNameHash)
        hash.absorb(UInt64(response.queryType?.rawValue ?? 0))
        let key = hash.value
        let longestLife = subject(key)?.note ?? 0
        var symbols = Symbols()
        if response.responseCode == .noError, !response.isTruncated {
            symbols[0] = UInt32(truncatingIfNeeded: response.answers.count)
        }
        if response.responseCode == .noError || response.responseCode == .nxDomain {
            // Forwarders such as dnsmasq hand on AA with a fresh answer and clear it when they answer from memory.
            let life = response.answers.first?.timeToLive
            if life ?? .max >= longestLife { symbols[1] = UInt32(response.headerFlags & 0x0400) }
            symbols[2] = UInt32(response.headerFlags & 0x00A0)
            if let life, life > longestLife { remember(note: life, of: key, at: nil) }
        }
        symbols[3] = UInt32(response.responseCode.rawValue)
        if response.ownerLayout != 0 { symbols[4] = response.ownerLayout }
        symbols[6] = query.style
        note(
            symbols,
            fields: [.recordCount, .authorityBit, .answerBits, .responseCode, .ownerLayout],
            of: key,
            bits: 8,
            observation: response
        )
    }
}
