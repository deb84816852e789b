// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming_test

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/naming"
)

func TestWords(t *testing.T) {
	for name, want := range map[string]string{
		"":              "",
		"selfLinkURLs":  "self Link URLs",
		"getHTTPStatus": "get HTTP Status",
		"URLsList":      "URLs List",
		"IDsse":         "I Dsse",
		"APIs":          "APIs",
		"a_b-c d.e/f":   "a b c d e f",
		"v1beta2Pet":    "v1beta2 Pet",
		"page2Size":     "page2 Size",
		"größe":         "gr e",
		"天気":            "",
		"{id}":          "id",
		"X":             "X",
		"aB":            "a B",
		"ABc":           "A Bc",
		"Zz0Az9":        "Zz0 Az9",
	} {
		if got := strings.Join(naming.Words(name), " "); got != want {
			t.Errorf("Words of %q = %q, want %q", name, got, want)
		}
	}
}

func TestCasing(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(string) string
		in     string
		want   string
	}{
		{"Field", naming.Field, "selfLinkURLs", "self_link_urls"},
		{"Field", naming.Field, "2fa", "n2fa"},
		{"Field", naming.Field, "", "n"},
		{"JSON", naming.JSONName, "self_link", "selfLink"},
		{"JSON", naming.JSONName, "_self", "Self"},
		{"JSON", naming.JSONName, "a_1b_z_a", "a1bZA"},
		{"JSON", naming.JSONName, "a__b_", "aB"},
		{"Entry", naming.MapEntry, "pet_names", "PetNamesEntry"},
		{"Type", naming.Type, "pet-info_v2.model", "PetInfoV2Model"},
		{"Type", naming.Type, "petInfo", "PetInfo"},
		{"Type", naming.Type, "2fa", "N2fa"},
		{"Type", naming.Type, "", "N"},
		{"UpperSnake", naming.UpperSnake, "petInfo", "PET_INFO"},
		{"WithoutPackage", naming.WithoutPackage, "GoogleChatV1Card", "Card"},
		{"WithoutPackage", naming.WithoutPackage, "V1Beta1Card", "Card"},
		{"WithoutPackage", naming.WithoutPackage, "GoogleRpcStatus", "Status"},
		{"WithoutPackage", naming.WithoutPackage, "Card", "Card"},
		{"WithoutPackage", naming.WithoutPackage, "Viewer", "Viewer"},
	} {
		if got := test.change(test.in); got != test.want {
			t.Errorf("%s of %q = %q, want %q", test.name, test.in, got, test.want)
		}
	}
	if got := naming.UpperCamel([]string{"GET", "pet", "ID"}); got != "GetPetID" {
		t.Errorf("Titled of a method = %q", got)
	}
	if got := naming.UpperCamel([]string{"pet", "GET"}); got != "PetGET" {
		t.Errorf("Titled with a method at the end = %q", got)
	}
}

func TestNouns(t *testing.T) {
	long := strings.Repeat("a", 50)
	for _, test := range []struct{ in, singular, plural string }{
		{"pets", "pet", "pets"},
		{"petBoxes", "petBox", "petBoxes"},
		{"cache", "cache", "caches"},
		{"metadata", "metadata", "metadata"},
		{"sendAs", "sendAs", "sendAs"}, // too short for a noun
		{"", "", ""},
		{"person", "person", "people"},
		{long + "s", long, long + "s"},
	} {
		if singular, plural := naming.Singular(test.in), naming.Plural(test.in); singular != test.singular || plural != test.plural {
			t.Errorf("%q has the forms %q and %q, want %q and %q", test.in, singular, plural, test.singular, test.plural)
		}
	}
	for _, test := range []struct {
		a, b string
		want bool
	}{{"Pet", "pets", true}, {"PETS", "pets", true}, {"pet", "pot", false}} {
		if got := naming.SameNoun(test.a, test.b); got != test.want {
			t.Errorf("SameNoun of %q and %q = %t", test.a, test.b, got)
		}
	}
}

func TestUnused(t *testing.T) {
	numbers, used := make(naming.Numbers), map[string]bool{"b": true, "b2": true}
	for _, want := range []string{"a", "a2", "a3", "a4"} {
		got := numbers.Unused("a", func(name string) bool { return used[name] })
		if got != want {
			t.Errorf("Unused of a = %s, want %s", got, want)
		}
		used[got] = true
	}
	if got := numbers.Unused("b", func(name string) bool { return used[name] }); got != "b3" {
		t.Errorf("Unused of b = %s, want b3", got)
	}
}
