// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/protolect/protolect/codegen/naming"
)

func TestCommonVersion(t *testing.T) {
	for _, test := range []struct {
		paths []string
		want  string
	}{
		{nil, ""},
		{[]string{"/v1/pets", "/v1/toys"}, "/v1"},
		{[]string{"/api/v2/pets", "/api/v2/toys"}, "/api/v2"},
		{[]string{"/v1/pets", "/v2/pets"}, ""},
		{[]string{"/v1/pets", "/pets"}, ""},
		{[]string{"/pets", "/v1/pets"}, ""},
		{[]string{"/a/b/v1/x"}, "/a/b/v1"},
		{[]string{"/a/b/c/v1/x"}, ""},
		{[]string{"/v1.2/pets"}, "/v1.2"},
	} {
		if got := naming.CommonVersion(test.paths); got != test.want {
			t.Errorf("CommonVersion of %q = %q, want %q", test.paths, got, test.want)
		}
	}
}

func TestDiscoveryPackages(t *testing.T) {
	for _, test := range []struct{ name, version, want string }{
		{"chat", "v1", "chat.v1"},
		{"adminSDK", "directory_v1", "adminsdk.directory.v1"},
		{"my-api", "2.0", "myapi.v2_0"},
		{"3d", "v1", "v3d.v1"},
		{"internal", "v1", "internalapi.v1"},
		{"con", "v1", "conapi.v1"},
		{"", "", "v.v"},
	} {
		if got := naming.Package(test.name, test.version); got != test.want {
			t.Errorf("Package of %q and %q = %q, want %q", test.name, test.version, got, test.want)
		}
	}
}

func TestGoPackage(t *testing.T) {
	for path, want := range map[string]string{
		"example.com/gen/google/chat/v1": "chat", "example.com/Pet-Store": "pet_store", "example.com/x/v1beta2": "x",
		"v2": "v2", "a/v": "v", "example.com/3d": "v3d",
	} {
		if got := naming.GoPackage(path); got != want {
			t.Errorf("GoPackage of %q = %q, want %q", path, got, want)
		}
	}
}

// TestPackageCandidates lists all packages that a document can have.
func TestPackageCandidates(t *testing.T) {
	for _, test := range []struct {
		identity naming.Identity
		want     []string // before those with numbers
		full     string   // the name without a number
	}{
		{
			naming.Identity{Title: "Pets", Host: "api.acme.com", Version: "v1", Paths: []string{"/pets", "/toys/{id}/parts", "/pets/{id}"}},
			[]string{"acme.pets.v1", "acme.petstoys.v1", "acme.petsparts.v1"}, "acme.pets",
		},
		{
			naming.Identity{Title: "One Two Three Four Five", Version: "v1"},
			[]string{"onetwothree.v1", "onetwothreefourfive.v1"}, "onetwothreefourfive",
		},
	} {
		for n := 2; n < 10; n++ {
			test.want = append(test.want, test.full+strconv.Itoa(n)+".v1")
		}
		if got := test.identity.Packages(); !slices.Equal(got, test.want) {
			t.Errorf("packages of %+v = %q, want %q", test.identity, got, test.want)
		}
	}
}

func TestIsNamedByTitle(t *testing.T) {
	for host, want := range map[string]bool{
		"": true, "10.0.0.1": true, "localhost": false, "api.acme.com": false, "zoo.example.com": false,
	} {
		if got := (naming.Identity{Host: host}).IsNamedByTitle(); got != want {
			t.Errorf("IsNamedByTitle at %q = %t, want %t", host, got, want)
		}
	}
}
