// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
)

// revisions converts revisions of a document, each with the lock of the last one that was converted.
type revisions struct {
	t  *testing.T
	in generate.Input
}

func newRevisions(t *testing.T) *revisions {
	return &revisions{t, generate.Input{GoImport: func(p string) string { return "example.com/" + p }, NoProof: true}}
}

func (r *revisions) convert(document, overlay string) (*generate.Output, []string) {
	r.t.Helper()
	r.in.Document = generate.File{Name: "a.yaml", Data: []byte(document)}
	r.in.Overlay = generate.File{Name: "overlay.yaml", Data: []byte(overlay)}
	out, findings, err := generate.API(r.in)
	if err != nil {
		r.t.Fatalf("%v\n%s\n%s", err, document, overlay)
	}
	var found []string
	for _, f := range findings.All() {
		if f.Severity > finding.Note {
			found = append(found, f.Rule+" "+f.Message)
		}
	}
	if out != nil {
		r.in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
	}
	return out, found
}

// withSchemas returns a document whose operations return the schemas, "NAME: SCHEMA" in each line.
func withSchemas(schemas string) string {
	var text strings.Builder
	text.WriteString("openapi: 3.0.3\ninfo: {title: Shop, version: '1'}\nservers: [{url: 'https://shop.example'}]\npaths:\n")
	for i, line := range strings.Split(schemas, "\n") {
		name, _, _ := strings.Cut(line, ":")
		fmt.Fprintf(&text, "  /p%d: {get: {operationId: get%d, responses: {'200': {description: a, content: "+
			"{application/json: {schema: {$ref: '#/components/schemas/%s'}}}}}}}\n", i, i, name)
	}
	text.WriteString("components:\n  schemas:\n")
	for line := range strings.SplitSeq(schemas, "\n") {
		text.WriteString("    " + line + "\n")
	}
	return text.String()
}

// fieldsOf returns the fields and reserved names of messages, and the values of enums.
func fieldsOf(out *generate.Output, messages ...string) []string {
	var all []string
	var add func(protoreflect.MessageDescriptors)
	add = func(list protoreflect.MessageDescriptors) {
		for i := range list.Len() {
			m := list.Get(i)
			path := strings.TrimPrefix(string(m.FullName()), string(m.ParentFile().Package())+".")
			if slices.Contains(messages, strings.Split(path, ".")[0]) {
				var line []string
				for j := range m.Fields().Len() {
					line = append(line, fmt.Sprintf("%s=%d", m.Fields().Get(j).Name(), m.Fields().Get(j).Number()))
				}
				for j := range m.ReservedNames().Len() {
					line = append(line, "reserved "+string(m.ReservedNames().Get(j)))
				}
				for j := range m.Enums().Len() {
					for k := range m.Enums().Get(j).Values().Len() {
						v := m.Enums().Get(j).Values().Get(k)
						line = append(line, fmt.Sprintf("%s=%d", v.Name(), v.Number()))
					}
				}
				all = append(all, path+": "+strings.Join(line, " "))
			}
			add(m.Messages())
		}
	}
	for _, f := range out.Descriptors {
		add(f.Messages())
	}
	return all
}

func TestNamesKeepNumbers(t *testing.T) {
	const money = "Money: {type: object, properties: {b: {type: string}, c: {type: string}}}"
	for name, test := range map[string]struct {
		before, overlayBefore, after, overlay string
		findings, fields                      []string
	}{
		"a renamed schema": {
			money, "", "Amount: {type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}", "messages: {Amount: Money}",
			nil, []string{"Money: b=1 c=2 a=3"},
		},
		"without the line": {
			money, "", "Amount: {type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}", "",
			[]string{
				"published-renamed the document no longer has Money; if it is Amount now, which has nearly the same properties, " +
					"the line for the overlay that keeps the published name is messages: {Amount: Money}",
			}, []string{"Amount: a=1 b=2 c=3"},
		},
		"two candidates": {
			money, "", strings.ReplaceAll(money, "Money", "One") + "\n" + strings.ReplaceAll(money, "Money", "Two"), "",
			[]string{"published-gone the document no longer has Money (1 of 1 published types)"}, []string{"One: b=1 c=2", "Two: b=1 c=2"},
		},
		"another name of an overlay": {
			money, "messages: {Money: Cash}", "Amount: {type: object, properties: {a: {type: string}, b: {type: string}}}", "messages: {Amount: Cash}",
			[]string{
				"published-renamed Amount no longer has the published field c; if it is a now, which has the same type, " +
					"the line for the overlay that keeps the published name is fields: {Amount.a: c}",
			}, []string{"Cash: b=1 a=3 reserved c"},
		},
		"nested types and enums": {
			"Money: {type: object, properties: {o: {type: object, properties: {b: {type: string}}}, e: {type: string, enum: [x, y]}}}", "",
			"Amount: {type: object, properties: {o: {type: object, properties: {a: {type: string}, b: {type: string}}}, e: {type: string, enum: [w, x, y]}}}",
			"messages: {Amount: Money}",
			nil, []string{"Money: e=1 o=2 E_UNSPECIFIED=0 E_X=1 E_Y=2 E_W=3", "Money.O: b=1 a=2"},
		},
		"a schema that replaces another one": {
			money + "\nOther: {type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}", "",
			money + "\nOther: {type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}",
			"sameAs: {Money: Other}\nmessages: {Other: Money}",
			[]string{"published-gone the document no longer has Other (1 of 2 published types)"}, []string{"Money: b=1 c=2 a=3"},
		},
		"the name of a schema that stays": {
			money, "", money + "\nOther: {type: object, properties: {a: {type: string}, b: {type: string}}}", "messages: {Money: Cash, Other: Money}",
			[]string{
				"number-changed the field b of Money was published with the number 1 and would have the number 2",
				"number-changed the number 2 of Money was published for the field c of another schema",
			}, nil,
		},
		"a field": {
			money, "", "Money: {type: object, properties: {a: {type: string}, c: {type: string}}}", "fields: {Money.a: b}",
			nil, []string{"Money: b=1 c=2"},
		},
		"the name that an overlay gave a field": {
			money, "fields: {Money.b: bb}", "Money: {type: object, properties: {a: {type: string}, c: {type: string}}}", "fields: {Money.a: bb}",
			nil, []string{"Money: bb=1 c=2"},
		},
		"the name that an overlay gave a field that is gone": {
			money, "fields: {Money.b: bb}", "Money: {type: object, properties: {a: {type: string}, c: {type: string}}}", "",
			[]string{
				"published-renamed Money no longer has the published field bb; if it is a now, which has the same type, " +
					"the line for the overlay that keeps the published name is fields: {Money.a: bb}",
			}, []string{"Money: c=2 a=3 reserved bb"},
		},
		"the former name of a field": {
			money, "", money, "fields: {Money.b: bb}", nil, []string{"Money: bb=1 c=2 reserved b"},
		},
		"the name of a field that stays": {
			money, "", "Money: {type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}}}", "fields: {Money.a: b, Money.b: bb}",
			[]string{"number-changed the field b of Money was published with the number 1 and would have the number 3"}, nil,
		},
		"other spellings": {
			"pet_shop: {type: object, properties: {foo_bar: {type: string}, a: {type: string}, e: {type: string, enum: [x, y]}}}", "",
			"PetShop: {type: object, properties: {a: {type: string}, fooBar: {type: string}, e: {type: string, enum: [Y, X]}}}", "",
			nil, []string{"PetShop: a=1 e=2 foo_bar=3 E_UNSPECIFIED=0 E_X=1 E_Y=2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRevisions(t)
			if out, found := r.convert(withSchemas(test.before), test.overlayBefore); out == nil || found != nil {
				t.Fatal(found)
			}
			out, found := r.convert(withSchemas(test.after), test.overlay)
			slices.Sort(found)
			slices.Sort(test.findings)
			if diff := cmp.Diff(test.findings, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if out == nil {
				return
			}
			names := []string{"Money", "Amount", "Cash", "One", "Two", "PetShop"}
			if diff := cmp.Diff(test.fields, fieldsOf(out, names...)); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			again, found := r.convert(withSchemas(test.after), test.overlay)
			if again == nil || found != nil {
				t.Fatalf("the same run again: %v", found)
			}
			if diff := cmp.Diff(string(out.Lock), string(again.Lock)); diff != "" {
				t.Errorf("the lock of the same run (-first +second):\n%s", diff)
			}
		})
	}
}

// TestTwoNamesOfANumber publishes a number under two names, and removes its property. Then one property
// with each of the names is added, of which only one can have the number.
func TestTwoNamesOfANumber(t *testing.T) {
	r := newRevisions(t)
	const one, two = "Item: {type: object, properties: {a: {type: string}}}", "Item: {type: object, properties: {first: {type: string}, second: {type: string}}}"
	r.convert(withSchemas(one), "fields: {Item.a: first}")
	r.convert(withSchemas(one), "fields: {Item.a: second}")
	out, found := r.convert(withSchemas(two), "fields: {}")
	if out != nil || !slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, finding.NumberChanged.Name+" ") }) {
		t.Errorf("two fields with names of one number: %v", found)
	}
	out, found = r.convert(withSchemas(two), "fields: {Item.second: other}")
	if out == nil {
		t.Fatal(found)
	}
	if diff := cmp.Diff([]string{"Item: first=1 other=2 reserved second"}, fieldsOf(out, "Item")); diff != "" {
		t.Errorf("after the remedy (-want +got):\n%s", diff)
	}
}

// TestLatestTypeOfAName publishes a schema under the name of another one that has been renamed. When the
// latter gets its name back, the message keeps the fields that were published last under this name.
func TestLatestTypeOfAName(t *testing.T) {
	r := newRevisions(t)
	const cash, amount = "Cash: {type: object, properties: {a: {type: string}}}", "Amount: {type: object, properties: {a: {type: string}, b: {type: string}}}"
	r.convert(withSchemas(cash), "")
	r.convert(withSchemas(cash+"\n"+amount), "messages: {Cash: Total, Amount: Cash}")
	out, found := r.convert(withSchemas("Cash: {type: object, properties: {a: {type: string}, c: {type: string}}}"), "fields: {}")
	if out == nil {
		t.Fatal(found)
	}
	if diff := cmp.Diff([]string{"Cash: a=1 c=3 reserved b"}, fieldsOf(out, "Cash")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRandomRenames converts random revisions with random overlays: each name that was published has the
// same number in all of them, or is reserved.
func TestRandomRenames(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("drawn by -seed %d", *seed)
	sequences := 150
	if *all {
		sequences = 5000
	}
	later := 0
	for i := range sequences {
		random := rand.New(rand.NewPCG(*seed, uint64(i)))
		r := newRevisions(t)
		published := published{make(map[string]*publishedNumbers), make(map[string]string), make(map[string]bool)}
		var history []string
		for range 4 {
			schemas, overlay := renames(random)
			out, found := r.convert(withSchemas(schemas), overlay)
			history = append(history, schemas, overlay, strings.Join(found, "\n"))
			if out == nil {
				continue
			}
			if len(published.owners) > 0 {
				later++
			}
			for _, f := range out.Descriptors {
				checkKept(t, f.Messages(), published)
			}
			if t.Failed() {
				t.Fatalf("%d:\n%s", i, strings.Join(history, "\n"))
			}
		}
	}
	if later < sequences/2 {
		t.Errorf("%d later revisions were converted in %d sequences", later, sequences)
	}
}

// published has the numbers of messages and enums that were published.
type published struct {
	owners  map[string]*publishedNumbers
	types   map[string]string // the latest types of names
	retyped map[string]bool   // names that had several types, in messages whose names can change
}

type publishedNumbers struct {
	types map[int32]string // by number
	names map[string]int32 // the latest, by name
}

// checkKept compares the fields of messages with published ones, which it adds to the latter.
func checkKept(t *testing.T, messages protoreflect.MessageDescriptors, published published) {
	for i := range messages.Len() {
		m := messages.Get(i)
		if m.IsMapEntry() {
			continue
		}
		fields := make(map[string]field)
		for j := range m.Fields().Len() {
			fd := m.Fields().Get(j)
			fields[string(fd.Name())] = field{int32(fd.Number()), wireType(fd)}
		}
		published.keep(t, string(m.FullName()), fields, func(number int32, name string) bool {
			isUsed := fields[name] != field{}
			return m.ReservedRanges().Has(protoreflect.FieldNumber(number)) && (isUsed || m.ReservedNames().Has(protoreflect.Name(name)))
		})
		for j := range m.Enums().Len() {
			values, e := make(map[string]field), m.Enums().Get(j)
			for k := range e.Values().Len() {
				values[string(e.Values().Get(k).Name())] = field{int32(e.Values().Get(k).Number()), "value"}
			}
			published.keep(t, "enum "+string(e.FullName()), values, func(_ int32, name string) bool {
				return e.ReservedNames().Has(protoreflect.Name(name))
			})
		}
		checkKept(t, m.Messages(), published)
	}
}

// field is the number of a name and its type.
type field struct {
	number   int32
	typeName string
}

// wireType returns the type of a field, without the name of a message or an enum: those can be renamed.
func wireType(fd protoreflect.FieldDescriptor) string {
	if fd.IsMap() {
		return "map of " + fd.MapValue().Kind().String()
	}
	return fd.Cardinality().String() + " " + fd.Kind().String()
}

func (p published) keep(t *testing.T, owner string, fields map[string]field, isReserved func(number int32, name string) bool) {
	t.Helper()
	before := p.owners[owner]
	if before == nil {
		before = &publishedNumbers{make(map[int32]string), make(map[string]int32)}
		p.owners[owner] = before
	}
	numbers := make(map[int32]bool)
	for name, is := range fields {
		numbers[is.number] = true
		if was, found := before.types[is.number]; found && was != is.typeName {
			t.Errorf("%s.%s has the number %d, which was published as %s and is %s", owner, name, is.number, was, is.typeName)
		}
	}
	for name, was := range before.names {
		// A name of several types can have been that of several properties.
		if is := fields[name]; is.typeName == before.types[was] && is.number != was && !p.retyped[name] && !isReserved(was, name) {
			t.Errorf("%s.%s was published with the number %d, and has %d", owner, name, was, is.number)
		} else if !numbers[was] && !isReserved(was, name) {
			t.Errorf("%s.%s was published with the number %d, which is not reserved", owner, name, was)
		}
	}
	for name, is := range fields {
		if was, found := p.types[name]; found && was != is.typeName {
			p.retyped[name] = true
		}
		p.types[name] = is.typeName
		before.types[is.number] = is.typeName
		before.names[name] = is.number
	}
}

// renames returns random schemas, and an overlay that renames some of them and their properties.
func renames(random *rand.Rand) (schemas, overlay string) {
	pick := func(names string) string {
		all := strings.Fields(names)
		return all[random.IntN(len(all))]
	}
	var lines, messages, fields, sameAs []string
	declared := make(map[string]bool)
	for range 1 + random.IntN(3) {
		schema := pick("Money Amount amount Cash Sum")
		if declared[schema] {
			continue
		}
		declared[schema] = true
		var properties []string
		used := make(map[string]bool)
		for range 1 + random.IntN(4) {
			property := pick("a b c foo_bar fooBar")
			if used[property] {
				continue
			}
			used[property] = true
			s := "{type: string}"
			switch random.IntN(12) {
			case 2:
				s = "{type: " + pick("integer number boolean") + "}"
			case 3:
				s = "{type: array, items: {type: string}}"
			case 4:
				s = "{type: object, additionalProperties: {type: " + pick("string integer") + "}}"
			case 0:
				s = fmt.Sprintf("{type: object, properties: {%s: {type: string}, z: {type: string}}}", pick("x y"))
			case 1:
				s = fmt.Sprintf("{type: string, enum: [%s, %s]}", pick("p P q"), pick("r s"))
			}
			properties = append(properties, property+": "+s)
			if random.IntN(5) == 0 {
				fields = append(fields, schema+"."+property+": "+pick("a b d foo_bar"))
			}
		}
		lines = append(lines, schema+": {type: object, properties: {"+strings.Join(properties, ", ")+"}}")
		if random.IntN(3) == 0 {
			messages = append(messages, schema+": "+pick("Money Amount Cash Total"))
		}
	}
	if len(declared) > 1 && random.IntN(4) == 0 {
		one, _, _ := strings.Cut(lines[0], ":")
		two, _, _ := strings.Cut(lines[1], ":")
		sameAs = append(sameAs, one+": "+two)
	}
	for section, members := range map[string][]string{"messages": messages, "fields": fields, "sameAs": sameAs} {
		if len(members) > 0 {
			overlay += section + ": {" + strings.Join(members, ", ") + "}\n"
		}
	}
	if overlay == "" {
		overlay = "# nothing\n"
	}
	return strings.Join(lines, "\n"), overlay
}

// TestEarlierTypeUnderEarlierKey renames a property to another spelling of its name, changes its type, and takes both back.
// The field has its first number again.
func TestEarlierTypeUnderEarlierKey(t *testing.T) {
	document := func(property string) string {
		return "openapi: 3.0.3\ninfo: {title: Things, version: '1'}\nservers: [{url: 'https://things.example.com'}]\n" +
			"paths: {/a: {get: {operationId: getThing, responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}}}\n" +
			"components: {schemas: {Thing: {type: object, properties: {" + property + "}}}}\n"
	}
	first := document("value: {type: string}")
	r := newRevisions(t)
	var got []string
	for _, text := range []string{first, document("Value: {type: string}"), document("Value: {type: boolean}"), document("Value: {type: number}"), first} {
		out, findings := r.convert(text, "")
		if out == nil {
			t.Fatal(findings)
		}
		got = append(got, names(out.Descriptors))
	}
	if want := "Thing{value=1} GetThingRequest{} GetThing(GetThingRequest)"; got[4] != want {
		t.Errorf("got %s, want %s", got[4], want)
	}
}
