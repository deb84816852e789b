// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Calls a server with Google's client for Node. Arguments: "rest" or "grpc", and the port. Each
// line of the input is {"method", "request"}, with the binary request in base64. Each line of the
// output is {"response"} or {"error"}.

const {createRequire} = require('node:module');
const readline = require('node:readline');
// NODE_MODULES is the folder of the packages.
const load = createRequire(process.env.NODE_MODULES + '/');
const {ChatServiceClient} = load('@google-apps/chat').v1;
const {grpc} = load('google-gax');
const {PassThroughClient} = load('google-auth-library');
const protobuf = load('protobufjs');

const [transport, port] = process.argv.slice(2);
const options = {apiEndpoint: '127.0.0.1', port: Number(port)};
if (transport === 'rest') {
  Object.assign(options, {fallback: true, protocol: 'http', authClient: new PassThroughClient()});
} else {
  Object.assign(options, {fallback: false, sslCreds: grpc.credentials.createInsecure()});
}
const client = new ChatServiceClient(options);
const service = protobuf.Root.fromJSON(load('@google-apps/chat/build/protos/protos.json')).lookupService('google.chat.v1.ChatService');

async function call({method, request}) {
  const {resolvedRequestType, resolvedResponseType} = service.methods[method].resolve();
  const name = method[0].toLowerCase() + method.slice(1);
  // A plain object without defaults, like those that programs write.
  const message = resolvedRequestType.toObject(resolvedRequestType.decode(Buffer.from(request, 'base64')));
  const results = await client[name](message, {autoPaginate: false});
  // A method with pages returns the items, the next request and the response.
  const response = results.length === 3 && results[2] ? results[2] : results[0];
  return Buffer.from(resolvedResponseType.encode(resolvedResponseType.fromObject(response)).finish()).toString('base64');
}

(async () => {
  for await (const line of readline.createInterface({input: process.stdin})) {
    let answer;
    try {
      answer = {response: await call(JSON.parse(line))};
    } catch (error) {
      answer = {error: String(error.stack || error)};
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
  }
  process.exit(0);
})();
