// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestAPI(t *testing.T) {
	for _, api := range []numbers.API{
		{},
		{Package: "a.v1"},
		{Package: "a.b.v1", Title: "Ä: \"b\" # c\n\t\u2028", Version: "v1", Host: "a.example.com:80", Path: "/v1", Document: "- a b.yaml", Folder: "../a b"},
		{Package: "a.v1", Title: "yes"},
	} {
		lock := numbers.Lock{API: api}
		again, findings := numbers.Read("numbers.lock.yaml", lock.Write())
		if again == nil || again.API != api {
			t.Errorf("%+v became %+v, %v", api, again, findings.All())
		}
	}
	for _, overlay := range []string{"", "shop.overlay.yaml", "- Ä: # b", "yes"} {
		lock := numbers.Lock{Overlay: overlay}
		if again, findings := numbers.Read("numbers.lock.yaml", lock.Write()); again == nil || again.Overlay != overlay {
			t.Errorf("overlay %q became %+v, %v", overlay, again, findings.All())
		}
	}
	for text, want := range map[string]string{
		"api: {title: a}":              "has no package",
		"api: {package: a, other: b}":  `unknown key "other"`,
		"api: {package: [a]}":          "expected a string, found a list",
		"overlay: [a]":                 "expected a string, found a list",
		"api: a":                       "expected a mapping, found",
		"api: {package: a, title: ''}": "expected a string, found \"\"",
	} {
		_, findings := numbers.Read("numbers.lock.yaml", []byte("version: 1\n"+text+"\n"))
		if !slices.ContainsFunc(findings.All(), func(f finding.Finding) bool { return strings.Contains(f.Message, want) }) {
			t.Errorf("%s: %v, want %s", text, findings.All(), want)
		}
	}
}
