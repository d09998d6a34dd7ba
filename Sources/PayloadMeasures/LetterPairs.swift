import Glibc

/// The measure of how unlike the names that people give a label is, by its pairs of letters.
///
/// Source of the figures: the pairs of letters in 503,909 words of which the names of published packages of five
/// languages are made, each word counted once and a little more for every doubling of its use.
package enum LetterPairs {
    /// Bits that the second letter tells after the first one, rounded, 9 at most; a row for each first letter.
    private static let costs: [[UInt8]] = [
        "75457658486749443343566767", "36663777378367369446488869", "38674783594468369454588869",
        "35652567376566469546577769", "46445668687453657234766578", "37664478298367369454487759",
        "46662755488565459356487868", "27662778387667367564487859", "55455559896443458543769696",
        "37663777476667357626476878", "36662666386366459545577858", "37653778297468359745578959",
        "25563778397557348756588859", "46443537475675469743668868", "65447658676443449344565688",
        "38663775497478459454588929", "56566677588367657554176788", "36553668395656369644568859",
        "47463774495556446742576859", "37563674397567369345586858", "44545758497443749333878687",
        "37662768297667469656678879", "26663675387565369546787779", "46454666377546538552577648",
        "45454556576444537534566786", "36662675376556468666577744",
    ].map { $0.utf8.map { $0 - 0x30 } }
    /// From this mean cost on, a label is unlike names that people give.
    package static let unlikelyCost = 4.9

    /// The cost of a digit behind a letter or the other way round, and of a digit behind a digit.
    private static let changeCost = 7
    private static let digitCost = 5

    /// The mean bits of a pair, or `nil` for labels with fewer than five pairs.
    ///
    /// Words of seven letters and more have 3.2…4.7 (19 of 20), random letters 4.8…6.6, random letters and digits
    /// 5.4…6.9. It cannot see names put together from words or syllables.
    package static func meanCost(of label: ArraySlice<UInt8>) -> Double? {
        var sum = 0
        var pairs = 0
        for (first, second) in zip(label, label.dropFirst()) {
            switch (letter(first), letter(second)) {
            case (let first?, let second?): sum += Int(costs[first][second])
            case (nil, nil) where isDigit(first) && isDigit(second): sum += digitCost
            case (nil, _?) where isDigit(first), (_?, nil) where isDigit(second): sum += changeCost
            default: continue
            }
            pairs += 1
        }
        return pairs >= 5 ? Double(sum) / Double(pairs) : nil
    }

    /// The cost of labels for a code that expects words, in bits, each octet but the first by the one before.
    package static func cost(of octet: UInt8, after previous: UInt8?) -> Double {
        guard let previous else { return log2(26) }
        return switch (letter(previous), letter(octet)) {
        case (let first?, let second?): Double(costs[first][second])
        case (nil, nil) where isDigit(previous) && isDigit(octet): Double(digitCost)
        default: Double(changeCost)
        }
    }

    private static func letter(_ octet: UInt8) -> Int? {
        let lower = octet | 0x20
        return (0x61...0x7A).contains(lower) ? Int(lower - 0x61) : nil
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }
}
