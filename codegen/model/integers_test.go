// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestIntegers(t *testing.T) {
	format := func(format document.Format, limits ...string) *document.Schema {
		s := whole(limits...)
		s.Format = format
		return s
	}
	testModels(t, []modelTest{
		{name: "ranges", doc: openAPI(object("N",
			property("a", required(whole("Minimum: 0", "Maximum: 2147483647"))), property("b", required(whole("Minimum: 0", "Maximum: 2147483648"))), property("c", required(whole("Minimum: -1", "Maximum: 2147483648"))),
			property("d", required(whole("Maximum: 9223372036854775808"))), property("e", required(whole("Minimum: -1", "Maximum: 18446744073709551615"))), property("f", required(whole("Minimum: 0", "Maximum: 18446744073709552000"))),
			property("g", required(format(document.Int64, "Minimum: -9223372036854776000", "Maximum: 9223372036854776000"))), property("h", required(format(document.UInt32, "Minimum: -1"))), property("i", required(whole("Exclusive minimum: -2147483649"))),
			property("j", required(whole("Exclusive maximum: 2147483648"))), property("k", required(whole("Maximum: 2147483648", "Exclusive maximum: true"))), property("l", required(whole("Exclusive minimum: -1", "Minimum: -5", "Maximum: 4294967295"))),
			property("m", required(whole("Minimum: x"))), property("n", required(whole("Maximum: 1e400"))), property("o", required(whole("Exclusive maximum: 4294967297", "Maximum: 4294967296", "Minimum: 0"))), property("p", required(whole("Maximum: Inf"))))), want: `
message N
  int32 a REQUIRED limits=Minimum 0,Maximum 2147483647 zero
  uint32 b REQUIRED limits=Minimum 0,Maximum 2147483648 decided=uint32 zero
  int64 c REQUIRED limits=Minimum -1,Maximum 2147483648 decided=int64 number zero
  uint64 d REQUIRED limits=Maximum 9223372036854775808 decided=uint64 number zero
  Value e REQUIRED limits=Minimum -1,Maximum 18446744073709551615 decided=google.protobuf.Value
  uint64 f REQUIRED limits=Minimum 0,Maximum 18446744073709552000 decided=uint64 number zero
  int64 g REQUIRED limits=Minimum -9223372036854776000,Maximum 9223372036854776000 number zero
  int64 h REQUIRED limits=Minimum -1 decided=int64 number zero
  int32 i REQUIRED limits=Exclusive minimum -2147483649 zero
  int32 j REQUIRED limits=Exclusive maximum 2147483648 zero
  int32 k REQUIRED limits=Maximum 2147483648,Exclusive maximum true zero
  uint32 l REQUIRED limits=Exclusive minimum -1,Minimum -5,Maximum 4294967295 decided=uint32 zero
  int32 m REQUIRED limits=Minimum x zero
  Value n REQUIRED limits=Maximum 1e400 decided=google.protobuf.Value
  int64 o REQUIRED limits=Exclusive maximum 4294967297,Maximum 4294967296,Minimum 0 decided=int64 number zero
  int32 p REQUIRED limits=Maximum Inf zero
integer-range: b of N has values from 0 to 2147483648: the type is uint32
integer-range: c of N has values from -1 to 2147483648: the type is int64
integer-range: d of N has values from 0 to 9223372036854775808: the type is uint64
integer-range: e of N has values outside the range of all integer types: any JSON value is accepted (google.protobuf.Value)
integer-range: f of N has values from 0 to 18446744073709551615: the type is uint64
integer-range: h of N has values from -1 to 4294967295: the type is int64
integer-range: l of N has values from 0 to 4294967295: the type is uint32
integer-range: n of N has values outside the range of all integer types: any JSON value is accepted (google.protobuf.Value)
integer-range: o of N has values from 0 to 4294967296: the type is int64
`},
		{name: "a limit that is inclusive and exclusive", doc: openAPI(object("N",
			property("a", required(whole("Minimum: -2147483649", "Exclusive minimum: -2147483649"))), property("b", required(whole("Maximum: 2147483648", "Exclusive maximum: 2147483648"))))), want: `
message N
  int32 a REQUIRED limits=Minimum -2147483649,Exclusive minimum -2147483649 zero
  int32 b REQUIRED limits=Maximum 2147483648,Exclusive maximum 2147483648 zero
`},
		{name: "a published field keeps its type", doc: openAPI(object("N", property("a", required(whole("Maximum: 2147483648"))), property("b", required(whole("Maximum: 2147483648"))), property("c", required(whole())))), published: &numbers.Lock{TypeRules: 2, Messages: map[string]*numbers.Entry{"N": {
			Current: map[string]int32{"a": 1, "b": 2, "c": 3}, Types: map[string]string{"b": "uint32", "c": "optional int64"}}}}, want: `
message N
  int32 a REQUIRED limits=Maximum 2147483648 zero
  uint32 b REQUIRED limits=Maximum 2147483648 decided=uint32 zero
  optional int64 c REQUIRED decided=int64 number zero
`},
		{name: "numbers with the format of an integer", doc: openAPI(object("N", property("a", required(kind(document.Number, document.Int64))), property("b", list(kind(document.Number, document.Int32))), property("c", mapOf(kind(document.Number, document.UInt64))))), want: `
message N
  int64 a REQUIRED decided=int64 number zero
  repeated int32 b decided=int32
  map<uint64> c decided=uint64 number
`},
		{name: "a number with the format of an integer that was published", doc: openAPI(object("N", property("a", required(kind(document.Number, document.Int64))), property("b", required(kind(document.Number, document.Int64))))), published: &numbers.Lock{TypeRules: 2, Messages: map[string]*numbers.Entry{"N": {
			Current: map[string]int32{"a": 1, "b": 2}, Types: map[string]string{"b": "int64"}}}}, want: `
message N
  double a REQUIRED zero
  int64 b REQUIRED decided=int64 number zero
`},
		{name: "a float keeps its digits", doc: openAPI(object("N", property("a", required(kind(document.Number, document.Float))))), want: `
message N
  double a REQUIRED zero
`},
		{name: "a float that was published by the first rules", doc: openAPI(object("N", property("a", required(kind(document.Number, document.Float)))), operation("getN", "GET /n")), published: &numbers.Lock{Methods: map[string]numbers.Method{"getN": {RPC: "GetN", Service: "Zoo"}}}, want: `
service ZooService
  rpc GetN(GetNRequest) Empty getN by method name
    GET /n
message N
  float a REQUIRED zero
message GetNRequest (getN) made
`},
		{name: "a float that was published by the second rules", doc: openAPI(object("N", property("a", required(kind(document.Number, document.Float)))), operation("getN", "GET /n")), published: &numbers.Lock{TypeRules: 2, Methods: map[string]numbers.Method{"getN": {RPC: "GetN", Service: "Zoo"}}}, want: `
service ZooService
  rpc GetN(GetNRequest) Empty getN by method name
    GET /n
message N
  double a REQUIRED zero
message GetNRequest (getN) made
`},
	})
}
