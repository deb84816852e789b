// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/wirejson"
)

// readings are inputs for a field of the message All, or for All itself. The result for each must be that of
// protojson, for every file of the schema.
var readings = []struct{ field, values string }{
	{"sInt32", `0 | -0 | 1 | -1 | 1.0 | 1.50 | 1e3 | 1E+3 | 10e-1 | 1e-1 | 0.1e1 | 0e9999999999 | 1e9999999999 | 1e-9999999999 | 2147483647 | 2147483648 | -2147483648 | -2147483649 |
		"1" | "-1" | "1e3" | "1.0" | " 1" | "1 " | "" | "+1" | "01" | "0x1" | "1_000" | "1\u0000" | "\u0031" | 01 | -01 | +1 | 1. | .1 | - | -a | 1a | true | null | {} | [] | "null" | NaN | "NaN"`},
	{"sUint32", `-0 | "-0" | -1 | 4294967295 | 4294967296 | 4.294967295e9 | 0.0 | -0.0`},
	{"sInt64", `9223372036854775807 | 9223372036854775808 | -9223372036854775808 | "9223372036854775807" | 9.223372036854775807e18 | 9007199254740993 | 1e18 | 1e19`},
	{"sUint64", `18446744073709551615 | 18446744073709551616 | "18446744073709551615" | 1e19 | 1e20 | 18446744073709551615000e-3 | 0.00000000000000000001e20 | 0.000000000000000000001e21`},
	{"sSint32", `1 | "1" | 3000000000`}, {"sFixed64", `1 | "1" | -1`}, {"sSfixed64", `1 | "-1" | 1e300`},
	{"sDouble", `0 | -0 | "-0" | 1e308 | 1e309 | -1e309 | 1e-400 | "1e309" | "NaN" | "Infinity" | "-Infinity" | "+Infinity" | "Inf" | "nan" | NaN | Infinity | "0x1p4" | "1_0" | " 1" | "" | "1" | 1.5e+10 | true | "1e"`},
	{"sFloat", `3.4028235e38 | 3.5e38 | -3.5e38 | "3.5e38" | 1e-50 | 0.1 | 16777217 | "NaN"`},
	{"sBool", `true | false | "true" | 0 | 1 | null | True | truex | tru | TRUE`},
	{"sString", `"" | "a" | 1 | null | "\u00e4\n\/\"\\\b\f\r\t" | "\ud83d\ude00" | "\uD83D\uDE00" | "\ud83d" | "\ude00" | "\ude00\ud83d" | "\ud83dx" | "\ud83d\n" | "\ud83d\u0041" | "\u12" | "\u+123" | "\U0041" | "\a" | "\'" | 'a' | "\ufffd" | "�"`},
	{"sBytes", `"" | "YQ==" | "YQ" | "YQ=" | "YWI=" | "YWI" | "+/+/" | "-_-_" | "+_" | "-_8" | "-_8=" | "Y Q=" | "YQ\n==" | "YQ\r\n" | "Y" | "====" | "YR==" | 1 | null | "ä"`},
	{"sKind", `"ONE" | "UNO" | "one" | "UNKNOWN" | 1 | 1.0 | 1e0 | "1" | 99 | -1 | 2147483648 | 1.5 | null | true | {} | "TWO" | "FIVE"`},
	{"rKind", `["ONE","UNKNOWN",1] | [null] | null | [] | {} | [1.5] | ["UNKNOWN"]`},
	{"mKind", `{"a":"SOME","b":"UNKNOWN","b":"SOME"} | {"a":null} | {"a":7}`},
	{"sNullvalue", `null | "NULL_VALUE" | 0 | 1 | "null" | nul | {} | "X"`},
	{"rNullvalue", `[null] | null | [null,"NULL_VALUE",0] | [{}]`}, {"mNullvalue", `{"a":null} | null | {"a":0}`}, {"oneNullvalue", `null | 0`},
	{"sAll", `{} | null | [] | "" | 1 | {"sInt32":1} | {"s_int32":1} | {"sInt32":1,"s_int32":2} | {"sInt32":null,"sInt32":1} | {"sInt32":1,"sInt32":null} | {"SInt32":1} | {"sint32":1} | {"unknown":1} | {"unknown":{"a":[1,{"b":null}]}} |
		{"unknown":1,"unknown":2} | {"unknown":01} | {"unknown":"\ud83d"} | {"unknown":[1,]} | {"unknown":{"a":1,}} | {"unknown":{"a"}} | {"unknown":tru} | {"unknown":} | {"":1} | {"@type":"x"} | {"sAll":{"sAll":{"sAll":{}}}} | {"Anders/ä \"x\"":"y"} | {"other_name":"y"} | {"otherName":"y"} |
		{"\u0073Int32":1} | {"sInt32":1,"\u0073Int32":1}`},
	{"rAll", `[{},{}] | [null] | [1] | [[]] | null | {} | [{},] | [,{}] | [{} {}]`},
	{"mAll", `{"a":{}} | {"a":null} | {"a":{},"a":{}} | {"a":{},"\u0061":{}} | [] | null | {1:{}}`},
	{"kBool", `{"true":1} | {"false":1,"true":2} | {"True":1} | {"1":1} | {"":1} | {true:1} | {"true":null}`},
	{"kInt32", `{"1":1} | {"-1":1} | {"+1":1} | {"01":1,"1":2} | {" 1":1} | {"1.0":1} | {"1e0":1} | {"2147483648":1} | {"":1} | {"-0":1,"0":2}`},
	{"kUint64", `{"18446744073709551615":1} | {"18446744073709551616":1} | {"-1":1} | {"+1":1} | {"-0":1}`},
	{"kString", `{"":1} | {"a":1,"A":1} | {"\ud83d":1} | {"null":1}`},
	{"sTimestamp", `"1970-01-01T00:00:00Z" | "0001-01-01T00:00:00Z" | "0000-12-31T23:59:59Z" | "9999-12-31T23:59:59.999999999Z" | "9999-12-31T23:59:59-01:00" | "10000-01-01T00:00:00Z" | "2006-01-02T15:04:05.123456789+08:00" | "2006-01-02T15:04:05.1234567890Z" | "2006-01-02T15:04:05,5Z" |
		"2006-01-02T15:04:05" | "2006-01-02 15:04:05Z" | "2006-01-02t15:04:05z" | "2006-02-30T00:00:00Z" | "2006-01-02T24:00:00Z" | "2006-01-02T15:04:60Z" | "2006-01-02T15:04:05.Z" | "2006-1-2T15:04:05Z" | "" | 0 | null | {} | " 1970-01-01T00:00:00Z"`},
	{"sDuration", `"0s" | "1s" | "-1s" | "+1s" | "1.s" | ".1s" | ".s" | "-.5s" | "s" | "-s" | "" | "1" | "1.5" | "1.123456789s" | "1.1234567890s" | "01s" | "0.1s" | "00.1s" | "315576000000s" | "315576000000.9s" | "315576000001s" | "-315576000001s" | "99999999999999999999s" | "1 s" | "1e3s" | "1..s" | "--1s" | "1ss" | "-0.000000001s" | 1 | null | "+.5s" | "1.-1s"`},
	{"sFieldmask", `"" | " " | "a" | "a,b" | "aB.cD" | "a_b" | "a," | ",a" | "a,,b" | " a , b " | " a,b " | "1a" | "a.b.c" | "A" | "a.B" | "a-b" | "ä" | 1 | null | []`},
	{"sValue", `null | true | 1 | -0 | 1e400 | "a" | "NaN" | {} | [] | {"a":null} | [null,[],{}] | {"a":{"b":[1]}} | {"a":1,"a":2} | [1,] | nul | {"a":1e400} | undefined`},
	{"rValue", `null | [null] | [[null]] | {}`}, {"mValue", `null | {"a":null} | []`}, {"oneValue", `null | 1`},
	{"sStruct", `{} | {"a":1} | null | [] | {"a":1,"a":1} | {"fields":{}} | {"a":{"a":{"a":{"a":{}}}}}`},
	{"sListvalue", `[] | [1,"a",null] | null | {} | {"values":[]} | [[[[[]]]]]`},
	{"sBoolvalue", `true | "true" | null | {"value":true} | 1`}, {"sInt32value", `1 | "1" | 1.5 | null | 2147483648`}, {"sInt64value", `"1" | 1 | 1e3`},
	{"sUint32value", `-1 | 1`}, {"sUint64value", `"18446744073709551615"`}, {"sStringvalue", `"a" | null | 1`}, {"sBytesvalue", `"YQ" | "-_8"`}, {"sFloatvalue", `1e39 | "NaN" | 1`}, {"sDoublevalue", `"-Infinity" | 1`},
	{"rInt32value", `[1,null] | [1] | null`}, {"mInt32value", `{"a":null} | {"a":1}`},
	{"sEmpty", `{} | null | [] | {"a":1} | {"a":[} | {"[test.proto2.xs_int32]":1} | 1`},
	{"sAny", `{} | null | [] | 1 | {"a":1} | {"@type":""} | {"@type":1} | {"@type":null} | {"@type":"x"} | {"@type":"/"} | {"@type":"type.googleapis.com/unknown.Type"} | {"@type":"type.googleapis.com/unknown.Type","value":{}} |
		{"@type":"type.googleapis.com/test.proto3.All"} | {"@type":"type.googleapis.com/test.proto3.All","sInt32":1} | {"sInt32":1,"@type":"type.googleapis.com/test.proto3.All"} | {"sInt32":1,"\u0040type":"type.googleapis.com/test.proto3.All"} | {"@type":"test.proto3.All"} | {"@type":"https://example.com/a/b/test.proto3.All"} |
		{"@type":"type.googleapis.com/test.proto3.All","sInt32":1,"@type":"type.googleapis.com/test.proto3.All"} | {"sInt32":1,"@type":"type.googleapis.com/test.proto3.All","@type":"type.googleapis.com/test.proto3.All"} | {"@type":"type.googleapis.com/test.proto3.All","unknown":1} | {"@type":"type.googleapis.com/test.proto3.All","sAll":{"@type":"x"}} |
		{"@type":"type.googleapis.com/test.proto2.Required"} | {"@type":"type.googleapis.com/test.proto2.All","[test.proto2.xs_int32]":1} |
		{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"} | {"value":"1s","@type":"type.googleapis.com/google.protobuf.Duration"} | {"@type":"type.googleapis.com/google.protobuf.Duration"} | {"@type":"type.googleapis.com/google.protobuf.Duration","value":null} | {"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s","value":"1s"} | {"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s","a":1} | {"@type":"type.googleapis.com/google.protobuf.Duration","seconds":1} |
		{"@type":"type.googleapis.com/google.protobuf.Empty"} | {"@type":"type.googleapis.com/google.protobuf.Empty","value":{}} | {"@type":"type.googleapis.com/google.protobuf.Empty","value":1} | {"@type":"type.googleapis.com/google.protobuf.Empty","a":1} |
		{"@type":"type.googleapis.com/google.protobuf.Value","value":null} | {"@type":"type.googleapis.com/google.protobuf.Int32Value","value":1} | {"@type":"type.googleapis.com/google.protobuf.Int32Value","value":null} | {"@type":"type.googleapis.com/google.protobuf.Struct","value":{"@type":1}} |
		{"@type":"type.googleapis.com/google.protobuf.Any","value":{"@type":"type.googleapis.com/google.protobuf.Any","value":{}}} | {"value":{"value":{"value":"1s","@type":"type.googleapis.com/google.protobuf.Duration"},"@type":"type.googleapis.com/google.protobuf.Any"},"@type":"type.googleapis.com/google.protobuf.Any"} |
		{"value":{"value":{"value":"1s"},"@type":"type.googleapis.com/google.protobuf.Any"},"@type":"type.googleapis.com/google.protobuf.Any"} | {"a":1,"value":{"b":{"@type":1,"@type":2}},"@type":"type.googleapis.com/google.protobuf.Any"}`},
	{"oneInt32", `1 | null | 1,"oneString":"a" | null,"oneString":"a" | 1,"oneString":null | 1,"one_string":"a" | 1,"oneKind":"UNKNOWN"`}, {"oneKind", `"UNKNOWN","oneString":"a" | "UNKNOWN"`}, {"oneAll", `{} | null`},
	{"oInt32", `0 | null`}, {"oString", `"" | null`}, {"single", `{"a":1} | null | {"b":{}} | []`}, {"Single", `{"a":1} | {}`}, {"many", `[{"b":"x"}] | [{}] | {}`}, {"preset", `7 | 0 | null`}, {"sNeedy", `{} | {"must":1} | {"must":null} | {"must":0,"child":{}}`},
	{"[test.proto2.xs_int32]", `1 | null | 1,"[test.proto2.xs_int32]":1`}, {"[test.proto2.xr_string]", `["a"] | "a" | []`}, {"[test.proto2.xs_value]", `null | 1`}, {"[test.proto2.xgroup]", `[{"c":"x"}] | {}`},
	{"[test.proto2.elsewhere]", `1`}, {"[test.proto2.unknown]", `1`}, {"[test.proto2.All]", `1`}, {"[]", `1`}, {"[", `1`}, {"[test.proto2.xs_int32", `1`}, {"test.proto2.xs_int32", `1`}, {"[test.proto2.xs_any]", `{"@type":"type.googleapis.com/google.protobuf.Empty"}`},
	{"feature2", `"x"`}, {"feature0", `"" | null`}, {"delimitedAll", `{"sInt32":1} | null`}, {"delimitedall", `{}`}, {"expanded", `["FIVE"] | [7]`},
}

// wholes are inputs for a whole message.
var wholes = []string{
	``, ` `, `{}`, ` { } `, "\t\r\n{}\n", "\v{}", "\ufeff{}", `null`, `[]`, `1`, `"a"`, `{`, `}`, `{}}`, `{}{}`, `{} {}`, `{},`, `{}null`, `{}x`, "{}\x00", `{,}`, `{"sInt32":1,}`, `{"sInt32":1 "sBool":true}`, `{"sInt32"1}`, `{"sInt32"::1}`, `{"sInt32":1]`, `["sInt32":1}`,
	`{sInt32:1}`, `{'sInt32':1}`, `{"sInt32":1}//`, `{/**/}`, "{\"sString\":\"a\nb\"}", "{\"sString\":\"a\x7fb\"}", "{\"sString\":\"\xff\"}", "{\"sString\":\"\xed\xa0\x80\"}", "{\"\xff\":1}", "{\"a\":\"\xff\"}", "{\"a\":\"\xc3\"}", "{\"a\":\"\x00\"}",
	`{"sString":"a`, `{"sString":"\`, `{"sString":"\u`, `{"sString":"\ud83d`, `{"sString":"\ud83d\`, `{"sInt32":-`, `{"sInt32":1.`, `{"sInt32":1e`, `{"sBool":tr`, `{"sInt32"`, `{"sInt32":`, `{"sInt32":1`, `{"sInt32":1,`, `{"rInt32":[`, `{"rInt32":[1`, `{"rInt32":[1,`, `{"a":{"b":[`,
}

func TestReadings(t *testing.T) {
	var texts []string
	texts = append(texts, wholes...)
	for _, r := range readings {
		for value := range strings.SplitSeq(r.values, " | ") {
			texts = append(texts, `{"`+r.field+`":`+strings.TrimSpace(value)+`}`)
		}
	}
	for _, mt := range dynamicTypes() {
		var read int
		for _, text := range texts {
			for o := range options {
				if sameRead(t, []byte(text), mt, o) {
					read++
				}
			}
		}
		if read == 0 {
			t.Errorf("%s: nothing was read", mt.Descriptor().FullName())
		}
	}
}

// options yields the relevant combinations of options.
func options(yield func(wirejson.UnmarshalOptions) bool) {
	for i := range 8 {
		o := wirejson.UnmarshalOptions{Resolver: types, DiscardUnknown: i&1 > 0, AllowPartial: i&2 > 0}
		if i&4 > 0 {
			o.RecursionLimit = 2
		}
		if !yield(o) {
			return
		}
	}
}

// TestWellKnownAlone reads each well-known type as the whole message.
func TestWellKnownAlone(t *testing.T) {
	for _, r := range readings {
		for _, name := range wellKnown {
			if !strings.EqualFold(r.field, "s"+name) {
				continue
			}
			d, err := files.FindDescriptorByName(protoreflect.FullName("google.protobuf." + name))
			if err != nil {
				t.Fatal(err)
			}
			mt := dynamicpb.NewMessageType(d.(protoreflect.MessageDescriptor))
			for value := range strings.SplitSeq(r.values, " | ") {
				for o := range options {
					sameRead(t, []byte(value), mt, o)
				}
			}
		}
	}
}

// TestDepth reads values that nest to about the limit.
func TestDepth(t *testing.T) {
	shapes := []struct{ open, inner, end string }{
		{`{"sAll":`, `{}`, `}`},
		{`{"rAll":[`, `{}`, `]}`},
		{`{"mAll":{"a":`, `{}`, `}}`},
		{`{"unknown":`, `{}`, `}`},
		{`{"unknown":[`, `1`, `]}`},
		{`{"sValue":[`, `1`, `]}`},
		{`{"sAny":{"@type":"type.googleapis.com/test.proto3.All","sAll":`, `{}`, `}}`},
		{`{"sAny":{"sAll":`, `{}`, `,"@type":"type.googleapis.com/test.proto3.All"}}`},
		{`{"sAny":{"rAll":[`, `{}`, `],"@type":"type.googleapis.com/test.proto3.All"}}`},
		{`{"sAny":{"unknown":[`, `{}`, `],"@type":"type.googleapis.com/test.proto3.All"}}`},
		{`{"sAny":{"unknown":[`, `{}`, `]}}`},
		{`{"sEmpty":{"a":`, `{}`, `}}`},
	}
	inner := []struct{ before, open, inner, end, after string }{
		{`{"sValue":`, `[`, ``, `]`, `}`},
		{`{"sValue":`, `{"a":`, `1`, `}`, `}`},
		{`{"sStruct":`, `{"a":`, `{}`, `}`, `}`},
		{`{"sListvalue":`, `[`, `1`, `]`, `}`},
		{`{"unknown":`, `[`, ``, `]`, `}`},
		{`{"sAny":`, `{"@type":"type.googleapis.com/google.protobuf.Any","value":`, `{}`, `}`, `}`},
		{`{"sAny":`, `{"value":`, `{}`, `,"@type":"type.googleapis.com/google.protobuf.Any"}`, `}`},
		{`{"sAny":{"@type":"type.googleapis.com/google.protobuf.Struct","value":`, `{"a":`, `{}`, `}`, `}}`},
		{`{"sAny":{"@type":"type.googleapis.com/google.protobuf.Value","value":`, `[`, ``, `]`, `}}`},
		{`{"sAny":{"@type":"type.googleapis.com/google.protobuf.Empty","a":`, `[`, ``, `]`, `}}`},
		{`{"sAny":{"a":`, `[`, ``, `]`, `}}`},
		{`{"sEmpty":{"a":`, `[`, ``, `]`, `}}`},
		{``, `{"sAny":{"@type":"type.googleapis.com/test.proto3.All","sAll":`, `{}`, `}}`, ``},
	}
	mt := dynamicpb.NewMessageType(message(proto3, "All"))
	for n := range 12 {
		var texts []string
		for _, s := range shapes {
			texts = append(texts, strings.Repeat(s.open, n)+s.inner+strings.Repeat(s.end, n))
		}
		for _, s := range inner {
			texts = append(texts, s.before+strings.Repeat(s.open, n)+s.inner+strings.Repeat(s.end, n)+s.after)
		}
		for _, text := range texts {
			for limit := -1; limit < 20; limit++ {
				sameRead(t, []byte(text), mt, wirejson.UnmarshalOptions{Resolver: types, DiscardUnknown: true, RecursionLimit: limit})
			}
		}
	}
	// The default.
	for _, n := range []int{9_998, 9_999, 10_000, 10_001} {
		for _, s := range append(shapes[:1:1], shapes[3]) {
			text := strings.Repeat(s.open, n) + s.inner + strings.Repeat(s.end, n)
			sameRead(t, []byte(text), mt, wirejson.UnmarshalOptions{Resolver: types, DiscardUnknown: true})
		}
	}
}

// TestDuplicates reads each field twice, under either of its names.
func TestDuplicates(t *testing.T) {
	for _, mt := range dynamicTypes() {
		fields := mt.Descriptor().Fields()
		for i := range fields.Len() {
			fd := fields.Get(i)
			for _, second := range []string{fd.JSONName(), fd.TextName()} {
				text := "{" + strconv.Quote(fd.JSONName()) + ":null," + strconv.Quote(second) + ":null}"
				sameRead(t, []byte(text), mt, wirejson.UnmarshalOptions{Resolver: types, AllowPartial: true})
			}
		}
	}
}

// TestNotJSON reads text that protojson accepts although it is not JSON.
func TestNotJSON(t *testing.T) {
	for _, text := range []string{`{"sInt32":1e}`, `{"sInt32":1E }`, `{"unknown":1e+}`, `{"unknown":[0e]}`} {
		m := dynamicpb.NewMessage(message(proto3, "All"))
		if err := (wirejson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal([]byte(text), m); err == nil {
			t.Errorf("%s was read as %v", text, m)
		}
	}
}
