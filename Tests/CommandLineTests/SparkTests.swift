import Foundation
import TestSupport
import Testing

/// The Python package that runs `profile` and `merge` on Spark has tests of its own, in Python.
@Suite struct SparkTests {
    /// PySpark is 450 MB large, so `.ci/run` does not install it.
    @Test(.enabled(if: Consumer.has("pyspark"), "python3 has no module pyspark"))
    func `the tests of the Python package pass`() throws {
        let path = Repository.url("Tests/SparkTests/test_spark.py").path
        let script =
            "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
        let result = try Consumer.run(script, [path], input: "")
        #expect(result.status == 0, "\(result.output.suffix(2_000))")
    }
}
