'use strict';

const { writeFileSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');
const { check, foldersOf } = require('./check');
const settings = require('./config.json');

/* A message box can't be scrolled. */
const MOST_LINES = 12;

/* Modeler asks for the entries again whenever its state changes, and runs an action in its main process. */
module.exports = (app, state, electron = require('electron')) => [
  {
    label: 'Check this folder',
    enabled: true,
    action: async () => {
      const folder = await chosen(state, electron);
      if (folder) {
        await show(folder, await check(settings, folder), electron);
      }
    },
  },
];

/* The one in which all open files are, or else the one that the user chooses. */
async function chosen(state, { dialog }) {
  const folders = foldersOf(state.tabs || []);
  if (folders.length === 1) {
    return folders[0];
  }
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'The folder with the folders processes, forms and config',
    defaultPath: folders[0],
    properties: ['openDirectory'],
  });
  return canceled ? null : filePaths[0];
}

async function show(folder, { lines, isRight }, { dialog, shell }) {
  const all = `${folder}\n\n${lines.join('\n\n')}\n`;
  const isLong = lines.length > MOST_LINES;
  const { response } = await dialog.showMessageBox({
    type: isRight ? 'info' : 'warning',
    title: 'Check this folder',
    message: lines[lines.length - 1],
    detail: [folder, ...lines.slice(0, -1).slice(0, MOST_LINES), ...(isLong ? ['…'] : [])].join('\n\n'),
    buttons: isLong ? ['Close', 'Show all'] : ['Close'],
  });
  if (response === 1) {
    const file = join(tmpdir(), 'nrm-check.txt');
    writeFileSync(file, all);
    await shell.openPath(file);
  }
}
