import SteadyFields
import Testing

/// The code of ordinary traffic against that of payload.
@Suite struct OrdinaryHabitTests {
    private let habit = OrdinaryHabit(steadiness: 8, ordinaryValues: 1, decibansPerValue: 5)

    /// By hand: beta functions with whole second parameters are products.
    ///
    /// One message that changes: P(payload) = 1/2, P(ordinary) = a ÷ (a + b) = 0.05 ÷ 8.05; their ratio is 80.5, or 19.06
    /// decibans, less 20 for the prior.
    @Test func oneChangeByHand() {
        #expect(abs(habit.decibans(ChangeCounts(known: 1)) - (19.058 - 20)) < 0.001)
    }

    /// Two messages, one of each sort: P(payload) = 1/6, P(ordinary) = 0.05 · 8 ÷ (8.05 · 9.05) = 0.0054906.
    @Test func oneChangeOfTwoByHand() {
        #expect(abs(habit.decibans(ChangeCounts(same: 1, known: 1)) - (14.823 - 20)) < 0.001)
    }

    @Test func whatNeverChangesSpeaksAgainst() {
        #expect(habit.decibans(ChangeCounts(same: 500)) < -20)
        #expect(habit.points(ChangeCounts(same: 500)) == 0)
    }

    @Test func moreChangesNeverSayLess() {
        for messages in [1, 7, 60, 1_000] {
            let points = (0...messages).map { habit.points(ChangeCounts(same: messages - $0, known: $0)) }
            #expect(points == points.sorted())
        }
    }

    @Test func newValuesSayMoreUpToABound() {
        let known = ChangeCounts(same: 80, known: 20)
        let new = ChangeCounts(same: 80, known: 15, new: 5)
        #expect(abs(habit.decibans(new) - habit.decibans(known) - 4 * 5) < 0.001)
        let many = ChangeCounts(same: 80, known: 0, new: 20)
        #expect(abs(habit.decibans(many) - habit.decibans(known) - 6 * 5) < 0.001)
    }

    @Test func whoComesBackIsNoChange() {
        let lagging = OrdinaryHabit(steadiness: 8, ordinaryValues: 1, decibansPerValue: 5, remembered: 4)
        #expect(lagging.points(ChangeCounts(same: 300, known: 300)) == 0)
        #expect(habit.points(ChangeCounts(same: 10, known: 300)) > 50)
    }

    @Test(arguments: SteadyField.allCases)
    func noFieldSaysMoreThanItsBound(field: SteadyField) {
        #expect(field.habit.points(ChangeCounts(new: 100_000)) == OrdinaryHabit.mostPoints)
        #expect(field.habit.points(ChangeCounts()) == 0)
    }
}
