// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Calls a server with Google's client for Business Messages. Argument: the port. Each line of the
// input is {"method", "parameters"}, for example "events.create" with the client's parameters. Each
// line of the output is {} or {"error"}.

const {createRequire} = require('node:module');
const readline = require('node:readline');
// NODE_MODULES is the folder of the packages.
const load = createRequire(process.env.NODE_MODULES + '/');
const {businessmessages_v1} = load('businessmessages');

const options = {rootUrl: `http://127.0.0.1:${process.argv[2]}/`};
const {conversations} = new businessmessages_v1.Businessmessages(options);

(async () => {
  for await (const line of readline.createInterface({input: process.stdin})) {
    let answer = {};
    try {
      const {method, parameters} = JSON.parse(line);
      const [resource, verb] = method.split('.');
      await conversations[resource][verb](parameters, options);
    } catch (error) {
      answer = {error: String(error.stack || error)};
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
  }
  process.exit(0);
})();
