extension Report {
    /// Whether everything in the captures could be inspected in both directions.
    ///
    /// Encrypted DNS and captures that end in the middle of a packet count as not inspected; odd messages that were
    /// read to their end do not.
    package var isComplete: Bool {
        coverage.malformed == 0 && coverage.truncatedBySnapLength == 0 && coverage.unknownLink == 0
            && coverage.encryptedDNS.isEmpty && !coverage.isOneSided && coverage.lostState == 0
            && !coverage.problems.contains(where: \.isGap)
            && scan.inputs.allSatisfy { !$0.isTruncated && $0.format != nil }
    }
}
