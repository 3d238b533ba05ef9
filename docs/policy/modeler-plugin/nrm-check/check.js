'use strict';

const { execFile } = require('child_process');
const { existsSync } = require('fs');
const { basename, dirname } = require('path');

const LONGEST_OUTPUT = 10 * 1024 * 1024;

/* What the check says of a file, of the whole set or at its end. Everything else is the program's log, or what changes. */
const SENTENCE = /^((processes|forms|config)\/\S+ |([A-Z]|\d+ problem).*\.$)/;

/** The folders of the revisions to which files that are open in Modeler belong. */
function foldersOf(tabs) {
  const folders = tabs
    .map((tab) => tab.file && tab.file.path)
    .filter(Boolean)
    .map((path) => dirname(path))
    .map((folder) => (['processes', 'forms'].includes(basename(folder)) ? dirname(folder) : folder));
  return [...new Set(folders)];
}

/**
 * Checks the files of a folder with all others, as they are where the program is.
 *
 * @returns {Promise<{lines: string[], isRight: boolean}>} a sentence for each problem or warning, and the result
 */
function check({ java, jar }, folder) {
  if (!existsSync(jar)) {
    return Promise.resolve({
      lines: [`There is no file ${jar}. Write the path of the program into config.json of this plugin.`],
      isRight: false,
    });
  }
  const options = { cwd: dirname(jar), maxBuffer: LONGEST_OUTPUT, windowsHide: true };
  return new Promise((resolve) => {
    execFile(java, ['-jar', jar, `--nrm.check=${folder}`], options, (error, output) => {
      const lines = output.split(/\r?\n/).filter((line) => SENTENCE.test(line));
      resolve(
        lines.length > 0
          ? { lines, isRight: !error }
          : { lines: [`The program could not be started: ${error ? error.message : 'it said nothing'}`], isRight: false },
      );
    });
  });
}

module.exports = { check, foldersOf };
