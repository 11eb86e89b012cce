// Compiles a schema in Ajv's own strict mode, which rejects every keyword that it does not know, and prints what is wrong with the data.
const { readFileSync } = require("node:fs");
const Ajv = require("ajv/dist/2020");
const [schema, data] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const ajv = new Ajv({ allErrors: true, logger: false });
require("ajv-formats")(ajv);
const validate = ajv.compile(schema);
if (!validate(data)) {
  for (const { instancePath, message } of validate.errors) console.log(instancePath, message);
  process.exitCode = 1;
}
