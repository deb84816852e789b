// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/naming"
)

// TestAlternativeNames lists the names of a method whose first name is used.
func TestAlternativeNames(t *testing.T) {
	prefixed := "GET /api/zoo/pets | GET /api/zoo/toys | GET /api/zoo/boxes | GET /api/zoo/cages | GET /api/zoo/staff"
	for _, test := range []struct {
		operations string
		want       []string
	}{
		{"GET /pets/{petId}/toys/{toyId} pets.toys.get", []string{
			"GetPetsToy", "PetsToysGet", "GetPetToyOfPetToy", "GetPetToyByToyId", "GetPetToyByPetId", "GetPetsByPetIdToysByToyId",
		}},
		{"GET /pets", []string{"GetPets"}},
		{"GET /pets listPets", []string{"ListPets", "ListPetsOfPets", "GetPets"}},
		{prefixed, []string{"ListZooPets", "GetApiZooPets"}},
	} {
		t.Run(test.operations, func(t *testing.T) {
			var all []naming.Operation
			for line := range strings.SplitSeq(test.operations, " | ") {
				all = append(all, operation(line))
			}
			if got := naming.NewAPI("zoo", all).AlternativeNames(all[0]); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestCommonPrefix checks groups with which all ids of a document start.
func TestCommonPrefix(t *testing.T) {
	for ids, want := range map[string]string{
		"zoo.pets.list zoo.toys.list zoo.boxes.list zoo.cages.list zoo.staff.list": "ListPets",
		"zoo.pets.list zoo.toys.list zoo.boxes.list zoo.cages.list":                "ListZooPets", // too few
		"zoo.pets.list zoo.toys.list zoo.boxes.list zoo.cages.list .staff.list":    "ListZooPets",
		"zoo.pets.list zoo.toys.list zoo.boxes.list zoo.cages.list zoo.list":       "ListZooPets",
		"zoo.pets.list zoo.toys.list zoo.boxes.list zoo.cages.list a.staff.list":   "ListZooPets",
		"zoo.pets.list zoo.toys.list zoo.boxes.list zoo.cages.list list":           "ListZooPets",
	} {
		var all []naming.Operation
		for id := range strings.FieldsSeq(ids) {
			all = append(all, naming.Operation{Method: "GET", Path: "/" + id, ID: id})
		}
		if got, _ := naming.NewAPI("x", all).Method(all[0]); got != want {
			t.Errorf("name of the first of %q = %s, want %s", ids, got, want)
		}
	}
}

func TestQualified(t *testing.T) {
	for _, test := range []struct{ resource, method, want string }{
		{"Pets", "List", "PetsList"},
		{"Pets", "ListPets", "ListPetsMethod"},
	} {
		if got := naming.Qualified(test.resource, test.method); got != test.want {
			t.Errorf("Qualified of %q and %q = %q, want %q", test.resource, test.method, got, test.want)
		}
	}
}
