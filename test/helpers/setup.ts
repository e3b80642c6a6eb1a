/** Runs before every test file. Files share a process: what is prepared once for all of them is in the module. */
import './testProcess.js'
