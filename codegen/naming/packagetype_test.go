// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/naming"
)

func TestPackageType(t *testing.T) {
	for _, test := range []struct{ protoPackage, api, want string }{
		{"amazonaws.connectcontactlens.v1", "Amazon Connect Contact Lens", "ConnectContactLens"},
		{"acme.petshop.v2", "PetShop", "PetShop"},
		{"acme.petshop.v2", "pet_shop", "PetShop"},
		{"pets.v1", "Swagger Petstore", "Pets"},
		{"petshops.v1", "Pet", "PetShops"},
		{"shop", "", "Shop"},
	} {
		if got := naming.PackageType(test.protoPackage, test.api); got != test.want {
			t.Errorf("PackageType(%q, %q) = %s, want %s", test.protoPackage, test.api, got, test.want)
		}
	}
}
