import Findings
import Testing
import dnsscan

/// The statuses of DESIGN §7, by their numbers.
@Suite struct ExitStatusTests {
    @Test(
        arguments: [
            ("nothing found, all read", [], .medium, false, 0),
            ("finding below the bound", [.low, .info], .medium, false, 0),
            ("finding at the bound", [.medium], .medium, false, 1),
            ("finding above the bound", [.info, .critical], .high, false, 1),
            ("never", [.critical], nil, false, 0),
            ("unreadable", [], .medium, true, 2),
            ("unreadable and a finding below the bound", [.low], .medium, true, 2),
            ("unreadable, but a finding wins", [.high], .medium, true, 1),
            ("unreadable and never", [.critical], nil, true, 2),
        ] as [(String, [Severity], Severity?, Bool, Int32)]
    )
    func `status of a scan`(
        row: String,
        findings: [Severity],
        failOn: Severity?,
        isUnreadable: Bool,
        expected: Int32
    ) {
        #expect(
            ExitStatus(findings: findings, failOn: failOn, isUnreadable: isUnreadable).rawValue == expected
        )
    }

    @Test func `numbers are those of the documentation`() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 64, 71, 74])
    }

    @Test func `every severity can be a bound`() {
        #expect(Set(FailureBound.allCases.compactMap(\.severity)) == Set(Severity.allCases))
        #expect(FailureBound.never.severity == nil)
    }
}
