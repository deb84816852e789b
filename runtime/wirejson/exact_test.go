// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"bytes"
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// ofServers are the options of a client for responses.
var ofServers = wirejson.UnmarshalOptions{DiscardUnknown: true, Exact: true, Lenient: true}

func TestReadAndWritten(t *testing.T) {
	keeping := ofServers
	keeping.DiscardUnknown, keeping.KeepUnknown = false, true
	for _, test := range []struct {
		opts    wirejson.UnmarshalOptions
		message proto.Message
		json    string
		want    string // by default, the same as json
	}{
		// Null.
		{ofServers, new(testpb.Link), `null`, ``},
		{ofServers, new(testpb.Row), `null`, ``},
		{ofServers, new(testpb.Page), `{"links":[null,{"url":"u"},null],"byName":{"a":null,"b":{"url":"u"}},"rows":[[1],null]}`, ``},
		{wirejson.UnmarshalOptions{}, new(testpb.Page), `{"links":[null,{"url":"u"}],"byName":{"a":null},"rows":[null]}`, ``},
		{ofServers, new(testpb.Page), `{"others":[null,{}]}`, ``},
		{ofServers, new(testpb.Page), `{"any":null,"text":"t"}`, `{"text":"t"}`},
		{ofServers, new(testpb.Page), `{"any":[null]}`, ``},
		{ofServers, new(testpb.Page), `{"numbers":[1,null,2],"texts":{"a":null,"b":"c"},"channels":[null,"sms"]}`, ``},
		{keeping, new(testpb.Page), `{"numbers":[1,null,2],"texts":{"a":null,"b":"c"},"channels":[null,"sms"]}`, ``},
		{ofServers, new(testpb.Page), `{"channels":["NEW","sms","NEWER","NEW"]}`, ``},
		{ofServers, new(testpb.Patch), `{"title":null,"tags":null}`, ``},

		// Numbers.
		{ofServers, new(structpb.Struct), `{"id":9007199254740993,"list":[-9007199254740993,1e400,0.1,1.50],"pi":3.14159265358979323846}`,
			`{"id":9007199254740993,"list":[-9007199254740993,1e400,0.1,1.5],"pi":3.14159265358979323846}`},
		// Other forms of doubles.
		{ofServers, new(structpb.Struct), `{"a":12.5e1,"b":1.0e1,"c":1.50e-3,"d":-0.0625E+2,"e":100e-2}`, `{"a":125,"b":10,"c":0.0015,"d":-6.25,"e":1}`},
		{ofServers, new(structpb.Struct), `{"a":125.00000000000000000,"b":-0.1000000000000000000,"c":1.5000000000000000000e1,"d":0.0000000000000000e99,"e":10000000000000000000e-1}`,
			`{"a":125,"b":-0.1,"c":15,"d":0,"e":1000000000000000000}`},
		{ofServers, new(testpb.Proto3), `{"sDouble":12.5e1,"sDoublevalue":0.5E1,"oDouble":2.50e2}`, `{"sDouble":125,"sDoublevalue":5,"oDouble":250}`},
		// The digits of a double with another exponent.
		{ofServers, new(structpb.Struct), `{"a":123456789012345678.90e1,"b":1234567890123456789}`, ``},
		{ofServers, new(testpb.Page), `{"value":18446744073709551616,"any":[123456789012345678901234]}`, `{"any":[123456789012345678901234],"value":18446744073709551616}`},

		{ofServers, new(testpb.Proto3), `{"sDouble":9007199254740993,"sDoublevalue":0.12345678901234567890,"oDouble":-18446744073709551617.5,"oneDouble":12345678901234567890}`, ``},
		{ofServers, new(testpb.Proto3), `{"sDouble":1.50,"oDouble": 0.1000000000000000055 , "sDoublevalue":"9007199254740993"}`, `{"sDouble":1.5,"sDoublevalue":9007199254740992,"oDouble":0.1000000000000000055}`},
		{wirejson.UnmarshalOptions{}, new(testpb.Proto3), `{"sDouble":9007199254740993}`, `{"sDouble":9007199254740992}`},

		// Text.
		{ofServers, new(testpb.Page), "\ufeff{\"text\":\"t\"}", `{"text":"t"}`},
		{ofServers, new(testpb.Page), `{"text":"cut \ud83d","first":"\udc00\ud83dé\ud83d\ude00\\"}`, "{\"text\":\"cut \ufffd\",\"first\":\"\ufffd\ufffdé😀\\\\\"}"},
		{ofServers, new(testpb.Page), "{\"text\":\"a\xff\xfeb\"}", "{\"text\":\"a\ufffd\ufffdb\"}"},
		{keeping, new(testpb.Page), `{"x":"\ud83d"}`, ``},

		// Repeated members.
		{ofServers, new(testpb.Page), `{"text":"a","text":"b","numbers":[1],"numbers":[2],"texts":{"a":"b","a":"c"},"links":[{"url":"u"}],"links":[]}`, `{"numbers":[2],"texts":{"a":"c"},"text":"b"}`},
		{ofServers, new(testpb.Page), `{"text":"a","text":null,"first":"a","second":1}`, `{"second":1}`},
		{keeping, new(testpb.Page), `{"channels":["NEW","sms"],"channels":["sms"],"x":1,"x":2}`, `{"channels":["sms"],"x":2}`},

		// Times.
		{ofServers, new(testpb.Page), `{"time":"2024-01-02t03:04:05z","times":["2016-12-31T23:59:60Z","2017-01-01T00:59:60.5+01:00"]}`,
			`{"time":"2024-01-02T03:04:05Z","times":["2017-01-01T00:00:00Z","2017-01-01T00:00:00.500Z"]}`},
		{ofServers, new(testpb.Plant), `{"height":3}`, ``},
		{ofServers, new(testpb.Page), `{"time":"2024-01-02T03:04:05.1234567899Z"}`, `{"time":"2024-01-02T03:04:05.123456789Z"}`},
		{ofServers, new(testpb.Page), `{"time":"2024-01-02T03:04:05","times":["2024-01-02T03:04:05Z"],"token":"?","text":"t"}`, `{"times":["2024-01-02T03:04:05Z"],"text":"t"}`},
		{ofServers, new(testpb.Page), `{"time":1700000000,"text":"t"}`, `{"text":"t"}`},
		{keeping, new(testpb.Page), `{"times":[1700000000,{"seconds":1},"2024-01-02T03:04:05Z"],"text":"t","time":false}`, ``},
		{keeping, new(testpb.Page), `{"times":["","2024-01-02T03:04:05Z"],"text":"t","time":"2024-01-02 03:04:05","token":"?"}`, ``},
	} {
		for form, empty := range forms(test.message) {
			m := empty()
			if err := test.opts.Unmarshal([]byte(test.json), m); err != nil {
				t.Errorf("%s %T %s: %v", form, test.message, test.json, err)
				continue
			}
			want := test.want
			if want == "" {
				want = test.json
			}
			again := empty()
			must(proto.Unmarshal(wire(t, m), again))
			for _, m := range []proto.Message{m, proto.Clone(m), again} {
				got, err := wirejson.Marshal(m)
				if err != nil || string(got) != want {
					t.Errorf("%s %T %s:\ngot  %s, %v\nwant %s", form, test.message, test.json, got, err, want)
				}
			}
		}
	}
}

func TestExactErrors(t *testing.T) {
	for _, test := range []struct {
		opts    wirejson.UnmarshalOptions
		message proto.Message
		json    string
		want    string
	}{
		{wirejson.UnmarshalOptions{}, new(testpb.Link), `null`, "an object"},
		{wirejson.UnmarshalOptions{}, new(testpb.Page), `{"others":[null]}`, "others[0]: want an object, found null"},
		{wirejson.UnmarshalOptions{}, new(testpb.Page), `{"links":[nil]}`, "links[0]"},
		{wirejson.UnmarshalOptions{Exact: true}, new(testpb.Page), `{"numbers":[null]}`, "numbers[0]"},
		{wirejson.UnmarshalOptions{Exact: true}, new(testpb.Page), `{"text":"a","text":"b"}`, "each field once"},
		{wirejson.UnmarshalOptions{Exact: true}, new(testpb.Page), `{"text":"\ud83d"}`, "an escaped character"},
		{wirejson.UnmarshalOptions{Exact: true}, new(testpb.Page), `{"time":"2024-01-02T03:04:60Z"}`, "a time of RFC 3339"},
		{wirejson.UnmarshalOptions{Lenient: true}, new(testpb.Page), `{"time":"yesterday"}`, "a time of RFC 3339"},
		{ofServers, new(testpb.Page), `{"text":"\ud8"}`, "an escaped character"},
		{ofServers, new(testpb.Page), `{"links":[{"url":nul}]}`, "links[0].url"},
		{ofServers, new(testpb.Page), `{"links":[nul]}`, "links[0]"},
	} {
		for form, empty := range forms(test.message) {
			if err := test.opts.Unmarshal([]byte(test.json), empty()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s %T %s: got %v, want %q", form, test.message, test.json, err, test.want)
			}
		}
	}
}

func TestNull(t *testing.T) {
	page := new(testpb.Page)
	must(ofServers.Unmarshal([]byte(`{"links":[null,{}]}`), page))
	if !wirejson.IsNull(page.Links[0]) || wirejson.IsNull(page.Links[1]) || wirejson.IsNull(page) || wirejson.IsNull(nil) {
		t.Errorf("got %v", page)
	}
	page.Links[0].Url = "u"
	page.Links[1] = nil // written as null
	if got, err := wirejson.Marshal(page); string(got) != `{"links":[{"url":"u"},null]}` {
		t.Errorf("got %s, %v", got, err)
	}
}

// TestNullUnion reads null for unions in a list.
func TestNullUnion(t *testing.T) {
	cat := new(testpb.Animal_Cat)
	must(ofServers.Unmarshal([]byte(`{"rivals":[null,{"kind":"dog"}]}`), cat))
	if !wirejson.IsNull(cat.Rivals[0]) || wirejson.IsNull(cat.Rivals[1]) {
		t.Errorf("got %v", cat)
	}
	cat.Rivals[0].Variant, cat.Rivals[1] = cat.Rivals[1].Variant, nil
	if got, err := wirejson.Marshal(cat); string(got) != `{"rivals":[{"kind":"dog"},null]}` {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestNumberText(t *testing.T) {
	s := new(structpb.Struct)
	must(ofServers.Unmarshal([]byte(`{"a":9007199254740993,"b":2.50,"c":"3"}`), s))
	for name, want := range map[string]string{"a": "9007199254740993", "b": "2.5", "c": ""} {
		if got := wirejson.NumberText(s.Fields[name]); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	s.Fields["a"].Kind = structpb.NewNumberValue(5).Kind
	if got := wirejson.NumberText(s.Fields["a"]); got != "5" {
		t.Errorf("got %q after the number was set", got)
	}
	union := new(testpb.Record)
	for text, want := range map[string]string{`18446744073709551615`: `18446744073709551615`, `7.5`: `7.5`, `7`: ``, `"7.5"`: ``, `null`: ``} {
		must(ofServers.Unmarshal([]byte(text), union))
		if got := wirejson.NumberText(union); got != want {
			t.Errorf("%s of a union: got %q, want %q", text, got, want)
		}
	}
}

// TestUnknownElements changes lists and maps with values that their enum does not have.
func TestUnknownElements(t *testing.T) {
	const sms, rcs, unknown = testpb.Channel_CHANNEL_SMS, testpb.Channel_CHANNEL_RCS, testpb.Channel_CHANNEL_UNSPECIFIED
	page := new(testpb.Page)
	must(ofServers.Unmarshal([]byte(`{"channels":["NEW","sms","NEWER"]}`), page))
	if !slices.Equal(page.Channels, []testpb.Channel{unknown, sms, unknown}) {
		t.Fatalf("got %v", page.Channels)
	}
	for _, test := range []struct {
		channels []testpb.Channel
		want     string // JSON, or an error
	}{
		{[]testpb.Channel{unknown, sms, unknown, rcs}, `{"channels":["NEW","sms","NEWER","rcs/v2"]}`},
		{[]testpb.Channel{unknown, rcs}, `{"channels":["NEW","rcs/v2"]}`},
		{[]testpb.Channel{rcs, sms, sms}, `{"channels":["rcs/v2","sms","sms"]}`},
		{[]testpb.Channel{sms, unknown}, `wirejson: channels[1]: want a value of protolect.test.options.Channel, because unknown values of the list ` +
			`are no longer at the index at which they were read, found CHANNEL_UNSPECIFIED`},
		{nil, `{}`},
	} {
		changed := proto.CloneOf(page)
		changed.Channels = test.channels
		got, err := wirejson.Marshal(changed)
		if err != nil {
			got = []byte(err.Error())
		}
		if string(got) != test.want {
			t.Errorf("%v: got %s, want %s", test.channels, got, test.want)
		}
	}
	zero := new(testpb.Proto3) // whose enum has another meaning for 0
	must(ofServers.Unmarshal([]byte(`{"mKind":{"a":"NEW","b":"SOME"}}`), zero))
	if _, known := testpb.MapKind_name[int32(zero.MKind["a"])]; known || len(zero.MKind) != 2 {
		t.Errorf("got %v", zero.MKind)
	}
	zero.MKind["a"], zero.MKind["c"] = testpb.MapKind_NONE, zero.MKind["a"]
	delete(zero.MKind, "b")
	if got, err := wirejson.Marshal(zero); err != nil || !strings.HasPrefix(string(got), `{"mKind":{"a":"NONE","c":-`) {
		t.Errorf("got %s, %v", got, err)
	}
}

// TestLikeEncodingJSON compares with encoding/json for random JSON.
func TestLikeEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{`\ud83d`, `\ude00`, `\u0041`, "\xff", "\xc3", "é", "a", `\n`, `\\`, "\xed\xa0\x80", "😀"}
	for range rounds(2000) {
		var text strings.Builder
		for range random.IntN(6) {
			text.WriteString(pieces[random.IntN(len(pieces))])
		}
		object := `{"text":"x","text":"` + text.String() + `","numbers":[` + strconv.Itoa(random.IntN(9)) + `],"numbers":[` + strconv.Itoa(random.IntN(9)) + `]}`
		var want struct {
			Text    string
			Numbers []int32
		}
		must(json.Unmarshal([]byte(object), &want))
		got := new(testpb.Page)
		if err := ofServers.Unmarshal([]byte(object), got); err != nil || got.Text != want.Text || got.Numbers[0] != want.Numbers[0] {
			t.Fatalf("%s: got %v, %v, want %v", object, got, err, want)
		}
	}
}

// TestNumbersLikeEncodingJSON compares the digits of random numbers with those of json.Number.
func TestNumbersLikeEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range rounds(5000) {
		var text string
		switch random.IntN(4) {
		case 0:
			text = strconv.FormatUint(random.Uint64(), 10) + strings.Repeat("0", random.IntN(10))
		case 1:
			text = strconv.FormatFloat(random.NormFloat64(), 'f', random.IntN(25), 64)
		case 2:
			text = strconv.FormatInt(random.Int64(), 10) + "." + strconv.Itoa(random.IntN(1000)) + "e" + strconv.Itoa(random.IntN(700)-350)
		default:
			text = strconv.FormatFloat(random.ExpFloat64(), 'e', -1, 64)
		}
		v := new(structpb.Value)
		must(ofServers.Unmarshal([]byte(text), v))
		written, err := wirejson.Marshal(v)
		must(err)
		if !sameNumber(text, string(written)) {
			t.Fatalf("%s is written as %s", text, written)
		}
	}
}

// sameNumber compares two numbers exactly.
func sameNumber(a, b string) bool {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return okX && okY && x.Cmp(y) == 0
}

func TestTimesOfRFC3339(t *testing.T) {
	for _, text := range []string{"2024-01-02t03:04:05z", "2024-02-29T23:59:59.999+00:00", "0001-01-01t00:00:00Z", "9999-12-31T23:59:59z"} {
		m := new(timestamppb.Timestamp)
		must((wirejson.UnmarshalOptions{Exact: true}).Unmarshal([]byte(`"`+text+`"`), m))
		want, err := time.Parse(time.RFC3339Nano, strings.ToUpper(text))
		must(err)
		if !m.AsTime().Equal(want) {
			t.Errorf("%s: got %v", text, m.AsTime())
		}
	}
}

// TestItemsWithMark reads items from a stream that begins with a byte order mark, in pieces.
func TestItemsWithMark(t *testing.T) {
	text := []byte("\ufeff{\"links\":[null,{\"url\":\"u\"}],\"text\":\"t\",\"text\":\"v\"}")
	page := new(testpb.Page)
	var items []string
	err := ofServers.UnmarshalItems(iotest.OneByteReader(bytes.NewReader(text)), page, pathOf(page, "links"), eachItem(&items))
	if err != nil || page.Text != "v" || strings.Join(items, " ") != `null {"url":"u"}` {
		t.Errorf("got %v, %v, %v", items, page, err)
	}
}

// eachItem returns a function that appends the JSON of an item to items.
func eachItem(items *[]string) func(protoreflect.Message) bool {
	return func(m protoreflect.Message) bool {
		text, err := wirejson.Marshal(m.Interface())
		must(err)
		*items = append(*items, string(text))
		return true
	}
}
