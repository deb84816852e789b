// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package wirejson reads and writes the JSON of REST APIs as protobuf messages.
//
// A message that uses none of the options in protolect.api.v1 has exactly the
// JSON mapping of protobuf (https://protobuf.dev/programming-guides/json/), and
// the package agrees with google.golang.org/protobuf/encoding/protojson on what
// is written, on what is read, and on what is refused. There is one exception:
// text that is not JSON is refused always, where protojson lets a number pass
// whose exponent has no digits, such as 1e.
//
// What the options change:
//
//   - (protolect.api.v1.enum_value).json_name is how an enum value is written.
//     It is read too, beside the name in the proto and the number. Where the
//     JSON name of one value is the proto name of another, the JSON name counts.
//
// Messages may be generated or dynamic, and from any package.
package wirejson
