/**
 * `node .ci/count.mjs FILE STATUS`: prints "PASSED FAILED" from vitest's JSON results and the status its
 * command ended with. A file that could not be loaded, no results at all, or a bad status without a failed
 * test each count as failed.
 */
import { readFileSync } from 'node:fs'

const [file, status] = process.argv.slice(2)

try {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
  const unloadable = testResults.filter(
    (result) =>
      result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = numFailedTests + unloadable
  const unexplained = failed === 0 && (status !== '0' || numPassedTests === 0)
  console.log(numPassedTests, unexplained ? 1 : failed)
} catch {
  console.log(0, 1)
}
