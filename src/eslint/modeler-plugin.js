/* Tests the plugin for Camunda Modeler, with a program and a Modeler that are invented. Part of npm run lint. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

const require = createRequire(import.meta.url);
const plugin = join(import.meta.dirname, '..', '..', 'docs', 'policy', 'modeler-plugin', 'nrm-check');
const { check, foldersOf } = require(join(plugin, 'check.js'));
const settings = require(join(plugin, 'config.json'));

/* A program that says these lines, and what it was started with. */
function program(lines, code) {
  const folder = mkdtempSync(join(tmpdir(), 'nrm-plugin-'));
  const java = join(folder, 'java');
  writeFileSync(join(folder, 'nrm.jar'), '');
  writeFileSync(join(folder, 'lines'), lines.join('\n'));
  writeFileSync(java, `#!/bin/sh\ncat lines\necho "$*" > arguments\nexit ${code}\n`);
  chmodSync(java, 0o755);
  return { java, jar: join(folder, 'nrm.jar'), started: () => readFileSync(join(folder, 'arguments'), 'utf8').trim() };
}

/* Modeler as far as the plugin uses it. */
function modeler(response = 0) {
  const shown = [];
  return {
    shown,
    dialog: {
      showOpenDialog: async (options) => {
        shown.push(options);
        return { canceled: false, filePaths: ['/chosen'] };
      },
      showMessageBox: async (options) => {
        shown.push(options);
        return { response };
      },
    },
    shell: { openPath: async (file) => shown.push(readFileSync(file, 'utf8')) },
  };
}

async function choose(lines, code, tabs, electron) {
  const { java, jar, started } = program(lines, code);
  Object.assign(settings, { java, jar });
  const { name, menu } = require(join(plugin, 'index.js'));
  assert.ok(name);
  const [entry] = require(join(plugin, menu))({}, { tabs }, electron);
  assert.equal(entry.label, 'Check this folder');
  await entry.action();
  return started().replace(jar, 'JAR');
}

test('a problem is shown without the log of the program and what changes', async () => {
  const { java, jar, started } = program(
    [
      '2026-11-28T20:00:00.000Z  INFO 1 --- [main] scot.nrm.Something: The log says something.',
      '  banner',
      'processes/intake.bpmn',
      '  The task Log (Task_Log) has only moved.',
      'processes/intake.bpmn: The task "Log" (Task_Log) belongs to no group.',
      '1 problem. Nothing has been deployed.',
    ],
    1,
  );

  assert.deepEqual(await check({ java, jar }, '/revision'), {
    lines: ['processes/intake.bpmn: The task "Log" (Task_Log) belongs to no group.', '1 problem. Nothing has been deployed.'],
    isRight: false,
  });
  assert.equal(started(), `-jar ${jar} --nrm.check=/revision`);
});

test('a program that is not there, or does not start, is said in a sentence', async () => {
  const missing = await check({ java: 'java', jar: '/no/such.jar' }, '/revision');
  assert.equal(missing.isRight, false);
  assert.match(missing.lines[0], /^There is no file \/no\/such\.jar\. Write the path/);

  const { jar } = program([], 0);
  const broken = await check({ java: '/no/java', jar }, '/revision');
  assert.match(broken.lines[0], /^The program could not be started: /);
});

test('the folder is that of the open files', () => {
  const open = (path) => ({ file: { path } });
  assert.deepEqual(foldersOf([open('/r/processes/intake.bpmn'), open('/r/forms/log-referral.form'), { file: {} }, {}]), ['/r']);
  assert.deepEqual(foldersOf([open('/r/processes/intake.bpmn'), open('/other/updates.dmn')]), ['/r', '/other']);
});

test('the open files are checked, and the result is shown', async () => {
  const electron = modeler();
  const lines = ['Warning: processes/intake.bpmn: Two overlap.', 'Nothing is wrong. The files can be deployed.'];

  assert.equal(await choose(lines, 0, [{ file: { path: '/r/processes/intake.bpmn' } }], electron), '-jar JAR --nrm.check=/r');

  assert.equal(electron.shown.length, 1);
  assert.equal(electron.shown[0].type, 'info');
  assert.equal(electron.shown[0].message, 'Nothing is wrong. The files can be deployed.');
  assert.equal(electron.shown[0].detail, '/r\n\nWarning: processes/intake.bpmn: Two overlap.');
});

test('without open files the folder is asked for, and a long result opens as a text', async () => {
  const electron = modeler(1);
  const problems = Array.from({ length: 30 }, (_, at) => `processes/intake.bpmn: Problem ${at}.`);

  assert.equal(await choose([...problems, '30 problems. Nothing has been deployed.'], 1, [], electron), '-jar JAR --nrm.check=/chosen');

  const [asked, box, text] = electron.shown;
  assert.deepEqual(asked.properties, ['openDirectory']);
  assert.equal(box.type, 'warning');
  assert.match(box.detail, /Problem 11\.\n\n…$/);
  assert.match(text, /Problem 29\./);
});
