// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/naming"
)

func TestStatuses(t *testing.T) {
	for status, want := range map[int]string{404: "NotFound", 418: "ImATeapot", 299: ""} {
		if got := naming.Status(status); got != want {
			t.Errorf("Status of %d = %q, want %q", status, got, want)
		}
	}
	for status, want := range map[string]string{
		"404": "NotFoundError", "500": "InternalServerError", "499": "Error499",
		"4XX": "ClientError", "5xx": "ServerError", "default": "Error",
	} {
		if got := naming.Error(status); got != want {
			t.Errorf("Error of %s = %q, want %q", status, got, want)
		}
	}
}

func TestSchema(t *testing.T) {
	for _, test := range []struct{ schema, name, fallback string }{
		{"Pet", "Pet", ""},
		{"PET_INFO", "PetInfo", ""},
		{"PET", "PET", ""},
		{"Pet[]", "PetList", ""},
		{"404", "NotFound", ""},
		{"404 pets", "NotFoundPets", ""},
		{"299", "N299", ""},
		{"4041", "N4041", ""},
		{"io.k8s.api.core.v1.Pod", "Pod", "V1Pod"},
		{"acme.Pet", "AcmePet", ""},
	} {
		if name, fallback := naming.Schema(test.schema); name != test.name || fallback != test.fallback {
			t.Errorf("Schema of %q = %q, %q, want %q, %q", test.schema, name, fallback, test.name, test.fallback)
		}
	}
}

func TestPlace(t *testing.T) {
	for _, test := range []struct{ pointer, name, fallback string }{
		{"/components/schemas/Node/properties/children/items", "NodeChild", "NodeChildrenItem"},
		{"/components/schemas/Node/properties/data/items", "NodeDataItem", "NodeDataItem"},
		{"/components/schemas/Node/additionalProperties", "NodeValue", "NodeValue"},
		{"/items/properties/a", "ItemA", "ItemA"},
		{"/paths/~1pets~1x~0/get", "PetsXGet", "PetsXGet"},
	} {
		if name, fallback := naming.TypeAt(test.pointer); name != test.name || fallback != test.fallback {
			t.Errorf("Place of %q = %q, %q, want %q, %q", test.pointer, name, fallback, test.name, test.fallback)
		}
	}
}
