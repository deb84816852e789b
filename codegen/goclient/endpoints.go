// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"regexp"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

func newEndpoints(file *protogen.File) []constantView {
	rule, _ := proto.GetExtension(file.Desc.Options(), apipb.E_File).(*apipb.FileRule)
	constants := newConstants()
	for _, e := range rule.GetEndpoints() {
		if e.GetLocation() == "" {
			continue // the package's comment lists it
		}
		constants.add("Endpoint", shortInCapitals(e.GetLocation()), e.GetUrl(), e.GetDescription())
	}
	return constants.views
}

// twoLetters is the code of a country or continent.
var twoLetters = regexp.MustCompile(`^[a-z]{2}\b`)

// shortInCapitals returns a location as Go spells it: US-central1.
func shortInCapitals(location string) string {
	return twoLetters.ReplaceAllStringFunc(location, strings.ToUpper)
}
