/* Checks the templates for Camunda Modeler against Camunda's schema. Part of npm run lint. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';

const read = (...path) => JSON.parse(readFileSync(join(import.meta.dirname, ...path), 'utf8'));
const folder = ['..', '..', 'docs', 'policy', 'element-templates'];
const schema = read('node_modules', '@camunda', 'element-templates-json-schema', 'resources', 'schema.json');
const valid = new Ajv({ strict: false, allErrors: true }).compile(schema);

for (const file of readdirSync(join(import.meta.dirname, ...folder))) {
  for (const template of read(...folder, file)) {
    if (!valid(template)) {
      console.log(`${file}, ${template.id}: ${JSON.stringify(valid.errors, null, 2)}`);
      process.exitCode = 1;
    }
  }
}
