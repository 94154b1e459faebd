"""A test case is run by the library, and its report is read."""
# Not watched: the library collects garbage while it is imported.
import io
import unittest


class Sums(unittest.TestCase):
    def setUp(self):
        self.values = [1, 2, 3]

    def test_sum(self):
        self.assertEqual(sum(self.values), 6)

    def test_wrong(self):
        self.assertIn(4, self.values)

    def test_error(self):
        self.values[9]

    @unittest.skip("not today")
    def test_skipped(self):
        pass

    def test_parts(self):
        for n in self.values:
            with self.subTest(n=n):
                self.assertNotEqual(n, 2)


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Sums)
result = unittest.TextTestRunner(stream=io.StringIO(), verbosity=0).run(suite)
print(result.testsRun, len(result.failures), len(result.errors), len(result.skipped), result.wasSuccessful())
for test, report in result.failures + result.errors:
    print(test, report.strip().splitlines()[-1])
