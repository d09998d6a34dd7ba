import DNSObservation
import DNSWire
import NetworkTypes

extension FieldTable {
    /// The fields of a server's answer to one question, from any client: how many records, with which bits, in which
    /// layout.
    ///
    /// The content of the query is a reason: signatures come with DO, AD comes where the query asks for it.
    mutating func noteQuestion(_ query: PendingQueries.Query, _ response: borrowing Observation) {
        var hash = FieldHash()
        hash.absorb(UInt64(SteadyField.recordCount.rawValue))
        hash.absorb(response.server.address)
        hash.absorb(response.queryNameHash)
        hash.absorb(UInt64(response.queryType?.rawValue ?? 0))
        let key = hash.value
        var symbols = Symbols()
        // A zone that is transferred has as many records as its owner gave it, and what changed has fewer.
        let isTransfer = [.axfr, .ixfr].contains(response.queryType)
        if response.responseCode == .noError, !response.isTruncated, !isTransfer {
            symbols[0] = UInt32(truncatingIfNeeded: response.answers.count)
        }
        if response.responseCode == .noError || response.responseCode == .nxDomain {
            // Forwarders such as dnsmasq hand on AA with a fresh answer and clear it when they answer from memory.
            var authority = Symbols()
            authority[0] = UInt32(response.headerFlags & 0x0400)
            var subject = FieldHash()
            subject.absorb(key)
            subject.absorb(noteLife(of: response, key) ? 1 : 0)
            note(authority, fields: [.authorityBit], of: subject.value, bits: 1, observation: response)
            symbols[1] = UInt32(response.headerFlags & 0x00A0)
        }
        symbols[2] = UInt32(response.responseCode.rawValue)
        if response.ownerLayout != 0 { symbols[3] = response.ownerLayout }
        symbols[4] = query.style
        note(
            symbols,
            fields: [.recordCount, .answerBits, .responseCode, .ownerLayout],
            of: key,
            bits: 8,
            observation: response
        )
        noteContents(of: response, key)
    }

    /// The records that a question of some types asked for, in any order.
    private mutating func noteContents(of response: borrowing Observation, _ key: UInt64) {
        guard let type = response.queryType, type.isSetUpByHand, response.responseCode == .noError,
            !response.isTruncated
        else { return }
        var sum: UInt64 = 0
        var octets = 0
        for record in response.answers where record.type == type {
            var hash = FieldHash()
            for index in record.octets { hash.absorb(UInt64(response.answerOctets[index])) }
            sum &+= hash.value
            octets += record.octets.count
        }
        guard octets > 0 else { return }
        var symbols = Symbols()
        symbols[0] = UInt32(truncatingIfNeeded: sum >> 32)
        var subject = FieldHash()
        subject.absorb(key)
        subject.absorb(UInt64(SteadyField.recordContents.rawValue))
        note(symbols, fields: [.recordContents], of: subject.value, bits: 8 * octets, observation: response)
    }

    /// Whether the answer before it has expired, so that no server can answer from its memory.
    private mutating func noteLife(of response: borrowing Observation, _ key: UInt64) -> Bool {
        let now = UInt32(truncatingIfNeeded: response.time.nanoseconds / 1_000_000_000)
        guard now >= subject(key)?.note ?? 0 else { return false }
        let life = response.answers.first?.timeToLive ?? 0
        remember(note: now.addingReportingOverflow(life).partialValue, of: key, at: nil)
        return true
    }
}

extension RecordType {
    /// Whether an owner sets records of it up by hand: of mail, of certificates, of keys and of services.
    ///
    /// Not those that share the load, follow a clock or are written by programs: addresses, SRV, TXT, HTTPS and all
    /// that DNSSEC signs with.
    fileprivate var isSetUpByHand: Bool {
        [.mx, .caa, .tlsa, .sshfp, .naptr, .uri, .hinfo, .loc, .cert, .openpgpKey, .smimea, .dname, .rp]
            .contains(self)
    }
}
