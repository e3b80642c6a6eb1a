/**
 * `node .ci/count.mjs FILE STATUS [FAILURES]`: prints "PASSED FAILED" from vitest's JSON results and the status
 * its command ended with. A file that could not be loaded, no results at all, or a bad status without a failed
 * test each count as failed. What failed is added to FAILURES, a name and a first line each, so that who sees
 * only the end of the output knows it.
 */
import { appendFileSync, readFileSync } from 'node:fs'

const [file, status, failures] = process.argv.slice(2)

const failedTest = ({ fullName, failureMessages }) =>
  `  ${fullName}\n    ${failureMessages.join(' ').replace(/\s+/g, ' ').slice(0, 300)}\n`
const failedFile = ({ name, message }) => `  ${name}\n    ${message.replace(/\s+/g, ' ').slice(0, 300)}\n`

try {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
  const isFailed = ({ status: ended }) => ended === 'failed'
  const unloadable = testResults.filter((one) => isFailed(one) && !one.assertionResults.some(isFailed))
  const failed = numFailedTests + unloadable.length
  const unexplained = failed === 0 && (status !== '0' || numPassedTests === 0)
  if (failures) {
    const tests = testResults.flatMap((one) => one.assertionResults.filter(isFailed))
    appendFileSync(failures, [...tests.map(failedTest), ...unloadable.map(failedFile)].slice(0, 30).join(''))
  }
  console.log(numPassedTests, unexplained ? 1 : failed)
} catch {
  console.log(0, 1)
}
