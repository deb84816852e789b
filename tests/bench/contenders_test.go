// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"testing"

	"github.com/bytedance/sonic"
	"github.com/bytedance/sonic/encoder"
	"github.com/go-json-experiment/json/jsontext"
	gojson "github.com/goccy/go-json"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/runtime/wirejson"
)

// A contender repeats one of the three operations with a payload.
type contender struct {
	name string
	// ways are the operations. Unsupported ones are nil.
	ways map[string]func()
}

const (
	intoBuffer = "write, into a buffer of the caller"
	allocating = "write, allocating the result"
	read       = "read"
)

var ways = []string{intoBuffer, allocating, read}

const (
	ours     = "wirejson"
	standard = "encoding/json, google.golang.org/api/chat/v1"
	official = "protojson"
	binary   = "proto, binary"
)

// contenders returns the contenders that write and read a payload.
func contenders(t testing.TB, p payload) []contender {
	buf := make([]byte, 0, 4*len(p.text))
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	wire, err := proto.Marshal(p.message)
	must(err)

	api := reflect.TypeOf(p.peer()).Elem()
	filled := func(of reflect.Type) any {
		v := reflect.New(of).Interface()
		must(json.Unmarshal(p.text, v))
		return v
	}
	bare := plain(api)
	withMethods, without := filled(api), filled(bare)
	var writer, reader bytes.Buffer
	tokens := jsontext.NewDecoder(&reader)
	return []contender{
		{ours, map[string]func(){
			intoBuffer: func() { buf, err = wirejson.MarshalOptions{}.MarshalAppend(buf[:0], p.message); must(err) },
			allocating: func() { _, err := wirejson.Marshal(p.message); must(err) },
			read:       func() { must(wirejson.Unmarshal(p.text, p.fresh())) },
		}},
		{standard, map[string]func(){
			intoBuffer: func() { writer.Reset(); must(json.NewEncoder(&writer).Encode(withMethods)) },
			allocating: func() { _, err := json.Marshal(withMethods); must(err) },
			read:       func() { must(json.Unmarshal(p.text, p.peer())) },
		}},
		{official, map[string]func(){
			intoBuffer: func() { buf, err = protojson.MarshalOptions{}.MarshalAppend(buf[:0], p.message); must(err) },
			allocating: func() { _, err := protojson.Marshal(p.message); must(err) },
			read:       func() { must(protojson.Unmarshal(p.text, p.fresh())) },
		}},
		{"goccy/go-json, plain structs", map[string]func(){
			intoBuffer: func() { writer.Reset(); must(gojson.NewEncoder(&writer).Encode(without)) },
			allocating: func() { _, err := gojson.Marshal(without); must(err) },
			read:       func() { must(gojson.Unmarshal(p.text, reflect.New(bare).Interface())) },
		}},
		{"bytedance/sonic, plain structs", map[string]func(){
			intoBuffer: func() { buf = buf[:0]; must(encoder.EncodeInto(&buf, without, 0)) },
			allocating: func() { _, err := sonic.Marshal(without); must(err) },
			read:       func() { must(sonic.Unmarshal(p.text, reflect.New(bare).Interface())) },
		}},
		{binary, map[string]func(){
			intoBuffer: func() { buf, err = proto.MarshalOptions{}.MarshalAppend(buf[:0], p.message); must(err) },
			allocating: func() { _, err := proto.Marshal(p.message); must(err) },
			read:       func() { must(proto.Unmarshal(wire, p.fresh())) },
		}},
		{"copying the bytes", map[string]func(){
			intoBuffer: func() { buf = append(buf[:0], p.text...) },
			allocating: func() { sink = append([]byte(nil), p.text...) },
		}},
		{"jsontext, tokens only", map[string]func(){
			read: func() {
				reader = *bytes.NewBuffer(p.text)
				tokens.Reset(&reader)
				for {
					if _, err := tokens.ReadToken(); errors.Is(err, io.EOF) {
						return
					} else if err != nil {
						t.Fatal(err)
					}
				}
			},
		}},
	}
}

// sink prevents the compiler from removing results.
var sink []byte
