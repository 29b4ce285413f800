// What the test runner's reports (its JSON reporter's, one a file) amount to: each test that failed, named with what it
// said first, so that the end of a long log tells enough; then the line `N passed, N failed`.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Lines of a failure: enough for the assertion and where it stands, too few to push another out of sight. */
const LINES_SHOWN = 12;

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  const { numPassedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  passed += numPassedTests;
  for (const suite of testResults) {
    const failures = suite.assertionResults.filter(({ status }) => status === 'failed');
    const name = relative(process.cwd(), suite.name);
    for (const { fullName, failureMessages } of failures)
      tell(`${name}: ${fullName}`, failureMessages.join('\n'));
    if (suite.status === 'failed' && failures.length === 0) tell(name, suite.message);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);

function tell(name, message) {
  failed += 1;
  process.stdout.write(`FAILED ${name}\n${message.split('\n').slice(0, LINES_SHOWN).join('\n')}\n\n`);
}
