import Channels
import PayloadMeasures
import Testing
import TunnelDetection

@Suite struct LetterPairsTests {
    @Test(arguments: ["wikipedia", "googlesyndication", "windowsupdate", "washingtonpost", "sueddeutsche"])
    func `names that people give are likely`(label: String) throws {
        #expect(try #require(LetterPairs.meanCost(of: Array(label.utf8)[...])) < LetterPairs.unlikelyCost)
    }

    /// The first two are of the malware Tinba.
    @Test(arguments: ["rkpiqcmmmbue", "jxihgmogkkgs", "fqxnbpkrhwjd", "wvyzkqpbdhxt", "a3f9c07be41d"])
    func `random letters and digits are not`(label: String) throws {
        #expect(try #require(LetterPairs.meanCost(of: Array(label.utf8)[...])) >= LetterPairs.unlikelyCost)
    }

    @Test func `short labels say nothing`() {
        #expect(LetterPairs.meanCost(of: Array("xkqjz".utf8)[...]) == nil)
        #expect(LetterPairs.meanCost(of: Array("x-k-q-j-z-w".utf8)[...]) == nil)
    }
}
