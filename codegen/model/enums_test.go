// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// numbered assigns numbers to the values of enums, in their order.
func numbered(api *model.API) *model.API {
	api.WalkEnums(func(e *model.Enum) {
		for i, v := range e.Values {
			v.Number = int32(i)
		}
	})
	return api
}

func TestEnumValues(t *testing.T) {
	enums := func(names ...string) map[string]*numbers.Entry { // "Key: VALUE=Name …", and prefixed with a !
		all := make(map[string]*numbers.Entry)
		for _, line := range names {
			key, values, _ := strings.Cut(line, ": ")
			e := &numbers.Entry{Current: make(map[string]int32), Names: make(map[string]string), Prefixed: strings.HasPrefix(key, "!")}
			for i, value := range strings.Fields(values) {
				value, name, found := strings.Cut(value, "=")
				e.Current[value] = int32(i)
				if found {
					e.Names[value] = name
				}
			}
			all[strings.TrimPrefix(key, "!")] = e
		}
		return all
	}
	numeric := func(values ...string) *document.Schema { s := enum(values...); s.Kind = document.Integer; return s }
	for _, test := range []modelTest{
		{name: "as the document spells them", doc: discovery(object("Pet", property("size", enum("SMALL", "LARGE")), property("kind", enum("CAT")))), want: `
Pet.Size "SMALL"=SMALL "LARGE"=LARGE 
Pet.Kind "CAT"=CAT 
`},
		{name: "with a prefix where two have one", doc: discovery(object("Pet", property("size", enum("NONE", "LARGE")), property("kind", enum("NONE", "CAT")), property("color", enum("RED")))), want: `
Pet.Size "NONE"=SIZE_NONE "LARGE"=SIZE_LARGE prefixed
Pet.Kind "NONE"=KIND_NONE "CAT"=KIND_CAT prefixed
Pet.Color "RED"=RED 
`},
		{name: "with a prefix if the spelling is not an identifier", doc: discovery(object("Pet", property("size", enum("small", "LARGE", "", "x-l", "SIZE_TINY")))), want: `
Pet.Size "small"=SIZE_SMALL "LARGE"=SIZE_LARGE ""=SIZE_EMPTY "x-l"=SIZE_X_L "SIZE_TINY"=SIZE_TINY prefixed
enum-spelling: values of Pet.size: "" is SIZE_EMPTY
`},
		{name: "with a prefix if a type has the name", doc: discovery(object("Pet", property("size", enum("A", "Color")), property("A", object("", property("x", text()))), property("B", enum("SIZE")), property("SIZE", enum("C")))), want: `
Pet.Size2 "A"=SIZE2_A "Color"=SIZE2_COLOR prefixed
Pet.B "SIZE"=B_SIZE prefixed
Pet.SIZE "C"=C 
`},
		{name: "with a name of its own", doc: openAPI(named("Size", enum("SMALL")), named("Kind", enum("CAT")), object("SMALL", property("a", text())), object("Pet", property("a", ref("Size")), property("b", enum("SMALL")))), want: `
Size "UNSPECIFIED"=SIZE_UNSPECIFIED(absent) "SMALL"=SIZE_SMALL prefixed
Kind "UNSPECIFIED"=KIND_UNSPECIFIED(absent) "CAT"=KIND_CAT prefixed
Pet.B "UNSPECIFIED"=UNSPECIFIED(absent) "SMALL"=SMALL 
`},
		{name: "alike without the prefix", doc: openAPI(named("Size", enum("SIZE_SMALL", "small", "Small", "size_small"))), want: `
Size "UNSPECIFIED"=SIZE_UNSPECIFIED(absent) "SIZE_SMALL"=SIZE_SMALL "small"=SIZE_SMALL2 "Small"=SIZE_SMALL3 "size_small"=SIZE_SMALL4 prefixed
enum-spelling: values of Size: "small" is SIZE_SMALL2, "Small" is SIZE_SMALL3, "size_small" is SIZE_SMALL4
`},
		{name: "numbers", doc: openAPI(object("Pet", property("n", numeric("1", "-1", "0")))), want: `
Pet.N "UNSPECIFIED"=N_UNSPECIFIED(absent) "1"=N_1 "-1"=N_MINUS_1 "0"=N_0 prefixed
enum-spelling: values of Pet.n: "-1" is N_MINUS_1
`},
		{name: "symbols", doc: discovery(object("Pet", property("n", enum("1", "-1", "12", "+1", ">", "!=", "", "C", "C++", "name", "-name")))), want: `
Pet.N "1"=N_1 "-1"=N_MINUS_1 "12"=N_12 "+1"=N_PLUS_1 ">"=N_GREATER "!="=N_NOT_EQUAL ""=N_EMPTY "C"=N_C "C++"=N_C_PLUS_PLUS "name"=N_NAME "-name"=N_MINUS_NAME prefixed
enum-spelling: values of Pet.n: "-1" is N_MINUS_1, "+1" is N_PLUS_1, ">" is N_GREATER, "!=" is N_NOT_EQUAL, "" is N_EMPTY, 2 more
`},
		{name: "published symbols", doc: discovery(object("Pet", property("n", enum("1", "-1", ">", "+1")))), published: &numbers.Lock{Enums: enums("!Pet.n: 1 -1=N_12 >")}, want: `
Pet.N "1"=N_1 "-1"=N_12 ">"=N_EMPTY "+1"=N_PLUS_1 prefixed
enum-spelling: values of Pet.n: "-1" is N_12, ">" is N_EMPTY, "+1" is N_PLUS_1
`},
		{name: "an unspecified value", doc: openAPI(object("Pet", property("a", enum("unspecified", "X")), property("b", enum("KIND_UNSPECIFIED")), property("c", enum("UNSPECIFIEDX")))), want: `
Pet.A "unspecified"=A_UNSPECIFIED "X"=A_X prefixed
Pet.B "KIND_UNSPECIFIED"=KIND_UNSPECIFIED 
Pet.C "UNSPECIFIED"=UNSPECIFIED(absent) "UNSPECIFIEDX"=UNSPECIFIEDX 
`},
		{name: "published ones", doc: discovery(object("Pet", property("size", enum("SMALL", "NEW", "CAT")), property("kind", enum("CAT", "NEW")), property("old", enum("NEW", "OLD")))), published: &numbers.Lock{Enums: enums("Pet.size: SMALL", "!Pet.kind: CAT")}, want: `
Pet.Size "SMALL"=SMALL "NEW"=NEW "CAT"=CAT 
Pet.Kind "CAT"=KIND_CAT "NEW"=KIND_NEW prefixed
Pet.Old "NEW"=OLD_NEW "OLD"=OLD_OLD prefixed
`},
		{name: "published names", doc: discovery(object("Pet", property("size", enum("SMALL", "LARGE")), property("kind", enum("CAT", "DOG")))), published: &numbers.Lock{Enums: enums("Pet.size: SMALL=TINY LARGE", "Pet.kind: CAT=TINY DOG")}, want: `
Pet.Size "SMALL"=TINY "LARGE"=LARGE 
Pet.Kind "CAT"=TINY2 "DOG"=DOG 
enum-spelling: values of Pet.kind: "CAT" is TINY2
enum-spelling: values of Pet.size: "SMALL" is TINY
published-changed: the value "CAT" of Pet.kind was published as TINY, which is now another name: it becomes TINY2
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			published := test.published
			if published == nil {
				published = new(numbers.Lock)
			}
			api, _ := model.Build(test.doc, new(model.Package), published)
			findings := numbered(api).NameEnumValues(published.Enums)
			var got strings.Builder
			api.WalkEnums(func(e *model.Enum) {
				var names []string
				for _, v := range e.Values {
					names = append(names, fmt.Sprintf("%q=%s", v.Key, v.Name)+flag(v.Absent, "(absent)"))
				}
				fmt.Fprintln(&got, e.Path(), strings.Join(names, " "), flag(e.Prefixed, "prefixed"))
			})
			got.WriteString(printedFindings(findings))
			if diff := cmp.Diff(strings.TrimLeft(test.want, "\n"), got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
