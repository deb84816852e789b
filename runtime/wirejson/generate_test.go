// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"math"
	"math/rand/v2"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A generator makes random messages. Most of them have JSON.
type generator struct {
	*rand.Rand
	resolver resolver
	// anys are the types that an Any may hold.
	anys []protoreflect.FullName
	// wild permits values that have no JSON.
	wild bool
}

// fill sets random fields of m. Messages nest up to depth.
func (g *generator) fill(m protoreflect.Message, depth int) {
	md := m.Descriptor()
	if md.ParentFile().Package() == "google.protobuf" && g.wellKnown(m, depth) {
		return
	}
	fields := md.Fields()
	if fields.Len() == 0 {
		return
	}
	for range g.IntN(6) {
		g.set(m, fields.Get(g.IntN(fields.Len())), depth)
	}
	for i := range fields.Len() {
		if fd := fields.Get(i); fd.Cardinality() == protoreflect.Required && (!g.wild || g.IntN(4) > 0) {
			g.set(m, fd, max(depth, 1))
		}
	}
	if md.FullName() == "test.proto2.All" {
		xs := proto2.Extensions()
		for range g.IntN(3) {
			xt, err := g.resolver.FindExtensionByName(xs.Get(g.IntN(xs.Len() - 1)).FullName())
			must(err)
			g.set(m, xt.TypeDescriptor(), depth)
		}
	}
}

func (g *generator) set(m protoreflect.Message, fd protoreflect.FieldDescriptor, depth int) {
	switch {
	case fd.IsList():
		list := m.Mutable(fd).List()
		for range g.IntN(4) {
			v := list.NewElement()
			if fd.Message() != nil {
				if depth == 0 {
					return
				}
				g.fill(v.Message(), depth-1)
			} else {
				v = g.scalar(fd)
			}
			list.Append(v)
		}
	case fd.IsMap():
		mm := m.Mutable(fd).Map()
		for range g.IntN(4) {
			v := mm.NewValue()
			if fd.MapValue().Message() != nil {
				if depth == 0 {
					return
				}
				g.fill(v.Message(), depth-1)
			} else {
				v = g.scalar(fd.MapValue())
			}
			mm.Set(g.scalar(fd.MapKey()).MapKey(), v)
		}
	case fd.Message() != nil:
		if depth > 0 {
			v := m.NewField(fd)
			g.fill(v.Message(), depth-1)
			m.Set(fd, v)
		}
	default:
		m.Set(fd, g.scalar(fd))
	}
}

// urlSafeStart is the prefix of exactly those bytes that are written in the URL-safe alphabet. Its
// base64 in the standard alphabet begins with "+/".
const urlSafeStart = "\xfb\xff"

func (g *generator) scalar(fd protoreflect.FieldDescriptor) protoreflect.Value {
	n := [...]uint64{0, 1, 2, 63, 1 << 31, 1<<31 - 1, 1 << 32, 1<<32 - 1, 1 << 63, 1<<63 - 1, math.MaxUint64, g.Uint64(), g.Uint64() >> g.UintN(64)}[g.IntN(13)]
	switch fd.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(n&1 == 1)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(int64(n))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(n)
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(float32(g.float()))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(g.float())
	case protoreflect.BytesKind:
		if rule, ok := proto.GetExtension(fd.Options(), apipb.E_Field).(*apipb.FieldRule); ok && rule.GetJsonBase64Url() {
			b := []byte(urlSafeStart)
			for range g.IntN(9) {
				b = append(b, byte(g.Uint32()))
			}
			return protoreflect.ValueOfBytes(b)
		}
		return protoreflect.ValueOfBytes([]byte(g.text()))
	case protoreflect.EnumKind:
		if values := fd.Enum().Values(); g.IntN(5) > 0 {
			return protoreflect.ValueOfEnum(values.Get(g.IntN(values.Len())).Number())
		}
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(n))
	default:
		s := g.text()
		if g.wild && g.IntN(50) == 0 {
			s += "\xff"
		}
		return protoreflect.ValueOfString(s)
	}
}

func (g *generator) float() float64 {
	special := [...]float64{
		0, math.Copysign(0, -1), 1, 1.5, 1e-6, 9.999e-7, 1e-7, 1e20, 1e21, 1e22, 1e100, math.MaxFloat32, math.MaxFloat64,
		math.SmallestNonzeroFloat64, math.SmallestNonzeroFloat32, math.Inf(1), math.Inf(-1), math.NaN(), 16777217, 0.1, -1e-9,
	}
	switch g.IntN(3) {
	case 0:
		return special[g.IntN(len(special))]
	case 1:
		return float64(math.Float32frombits(g.Uint32()))
	default:
		return math.Float64frombits(g.Uint64())
	}
}

func (g *generator) text() string {
	pieces := [...]string{
		"a", "b c", "\"", "\\", "/", "\x00", "\x1f", "\x7f", "\n\r\t\b\f", "ä", "\u2028", "\ufffd", "\U0001f600", "\ud7ff", "<&>", "NaN", "1", "-", "@type",
	}
	var b strings.Builder
	for range g.IntN(4) {
		b.WriteString(pieces[g.IntN(len(pieces))])
	}
	return b.String()
}

// wellKnown fills a well-known type whose fields do not accept all values.
func (g *generator) wellKnown(m protoreflect.Message, depth int) bool {
	if g.wild && g.IntN(10) == 0 {
		return false
	}
	fields := m.Descriptor().Fields()
	nanos := []int32{0, 1, 999999999, 1000, 120000, 5000000, 300000000, g.Int32N(1e9)}[g.IntN(8)]
	switch m.Descriptor().Name() {
	case "Timestamp":
		m.Set(fields.ByNumber(1), protoreflect.ValueOfInt64(g.Int64N(253402300799+62135596800+1)-62135596800))
		m.Set(fields.ByNumber(2), protoreflect.ValueOfInt32(nanos))
	case "Duration":
		seconds := []int64{0, 1, 315576000000, g.Int64N(315576000001)}[g.IntN(4)]
		if g.IntN(2) == 0 {
			seconds, nanos = -seconds, -nanos
		}
		m.Set(fields.ByNumber(1), protoreflect.ValueOfInt64(seconds))
		m.Set(fields.ByNumber(2), protoreflect.ValueOfInt32(nanos))
	case "FieldMask":
		list := m.Mutable(fields.ByNumber(1)).List()
		for range g.IntN(3) {
			list.Append(protoreflect.ValueOfString([]string{"a", "a_b", "foo_bar.baz_qux", "x1.y2", "_a"}[g.IntN(5)]))
		}
	case "Value":
		fd := fields.Get(g.IntN(fields.Len()))
		if fd.Message() != nil && depth == 0 {
			fd = fields.ByNumber(3)
		}
		g.set(m, fd, depth)
		if f := m.Get(fields.ByNumber(2)).Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			m.Set(fields.ByNumber(2), protoreflect.ValueOfFloat64(1))
		}
	case "Any":
		if depth == 0 || g.IntN(8) == 0 {
			return true
		}
		name := g.anys[g.IntN(len(g.anys))]
		mt, err := g.resolver.FindMessageByName(name)
		must(err)
		content := mt.New()
		g.fill(content, depth-1)
		b, err := proto.MarshalOptions{AllowPartial: true}.Marshal(content.Interface())
		if err != nil {
			return true
		}
		m.Set(fields.ByNumber(1), protoreflect.ValueOfString("type.googleapis.com/"+string(name)))
		m.Set(fields.ByNumber(2), protoreflect.ValueOfBytes(b))
	default:
		return false
	}
	return true
}

// tokens are inserted into JSON by mutate.
var tokens = []string{
	"{", "}", "[", "]", ",", ":", `"`, "null", "true", "false", "0", "-0", "1", "-1", "1.0", "1e3", "1e-3", "10e-1", "0.1e1", "00", "1.", ".5", "+1", "1e", "1e+",
	"4294967295", "4294967296", "2147483648", "-2147483649", "9223372036854775808", "18446744073709551615", "18446744073709551616", "1e400", "1e39", "1e-400",
	`"1"`, `" 1"`, `"1 "`, `"1e3"`, `"NaN"`, `"Infinity"`, `"-Infinity"`, `""`, `"a"`, `"ONE"`, `"TWO"`, `"UNKNOWN"`, `"true"`,
	`"\ud83d\ude00"`, `"\ud83d"`, `"\u00zz"`, `"\x"`, "\"\xff\"", "\"\x01\"", `"YQ=="`, `"YQ"`, `"_-"`, `"+/"`, `"_+"`, `"YQ="`, "\"YQ\\n==\"",
	`"1s"`, `"1.5s"`, `"-.5s"`, `".s"`, `"2006-01-02T15:04:05Z"`, `"0001-01-01T00:00:00Z"`, `"10000-01-01T00:00:00Z"`, `"a,bC"`, `"a_b"`,
	`{}`, `[]`, `{"a":1}`, `[1]`, `[null]`, `{"@type":"type.googleapis.com/google.protobuf.Empty"}`, `{"@type":"type.googleapis.com/google.protobuf.Value","value":null}`,
	`{"value":"1s","@type":"type.googleapis.com/google.protobuf.Duration"}`, `{"@type":""}`, `"unknown":1`, `"sInt32":1`, `"s_int32":1`, `"oneInt32":1`, `"oneString":null`, `"oneNullvalue":null`,
	" ", "\t", "\n", "\x00", "\ufeff",
}

// mutate changes JSON in a few places.
func (g *generator) mutate(text []byte) []byte {
	s := string(text)
	for range 1 + g.IntN(3) {
		i := g.IntN(len(s) + 1)
		j := min(len(s), i+g.IntN(1+g.IntN(12)))
		switch g.IntN(4) {
		case 0:
			s = s[:i] + s[j:]
		case 1:
			s = s[:i] + s[i:j] + s[i:j] + s[j:]
		case 2:
			s = s[:i] + tokens[g.IntN(len(tokens))] + s[j:]
		case 3: // A whole value.
			colon := strings.IndexByte(s[i:], ':')
			if colon < 0 {
				continue
			}
			i += colon + 1
			end := strings.IndexAny(s[i:], ",}]")
			if end < 0 {
				continue
			}
			s = s[:i] + tokens[g.IntN(len(tokens))] + s[i+end:]
		}
	}
	return []byte(s)
}
