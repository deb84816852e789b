// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package transcode converts between the requests and responses of protobuf methods and HTTP, in both
// directions.
//
// [Compile] reads the HTTP rule of a method from its descriptor: google.api.http, and the options of
// protolect.api.v1 for what that rule cannot express, such as headers, cookies, the parameter styles of
// OpenAPI, forms, other media types, objects around the bodies and error bodies.
//
// # Clients
//
// A client encodes a request message with [Method.EncodeRequest], sends it, and decodes the HTTP
// response with [Method.DecodeResponse], or with [Method.DecodeError] if the status is not 2xx.
//
// # Servers
//
// A server compiles its methods with [CompileServices] and creates a [Router] once. For each HTTP
// request, it takes these steps:
//
//  1. [ReadRequest] reads the body.
//  2. [Router.Match] finds the method. Set [RouterOptions].WithoutBasePath for a server whose URLs
//     lack the base path of the API.
//  3. [Match.NewRequest] returns a request message of the method, and [Match.DecodeRequest]
//     decodes the request into it.
//  4. [Method.EncodeResponse] encodes the response message.
//
// If one of the first three steps fails, the error is a [*RequestError]. [StatusOf] converts it to a
// [Status], and [Method.EncodeError] encodes that, or [Router.EncodeError] if the request matches
// no method. The example shows a complete server.
//
// Decoding accepts and rejects the same requests as Google's servers. For instance, it rejects a query
// parameter that the method does not have. APIs of OpenAPI, whose files have the option
// protolect.api.v1.file.json_required, have no system parameters, and a request without a required
// parameter is rejected. Decoding does not check the required members of a body, nor limits such as
// lengths and patterns: validate the decoded message with package protovalidate.
//
// Programs that only use the client half do not link the code of the server half.
//
// # Parameters and forms
//
// Lists and messages in parameters and forms are encoded from their JSON, as package wirejson writes
// it. Therefore the fields that only exist to express JSON in proto (null_fields,
// additional_properties, the alternatives of a union) never appear in a request.
package transcode
