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
			continue // the package comment lists it
		}
		about := " is the endpoint of the location " + e.GetLocation()
		if text := inOneLine(e.GetDescription()); text != "" {
			about += ": " + text
		} else {
			about += "."
		}
		constants.add("Endpoint", locationWords(e.GetLocation()), e.GetUrl(), e.GetDescription(), about)
	}
	return constants.views
}

// twoLetters matches the code of a country or continent at the start of a location.
var twoLetters = regexp.MustCompile(`^[a-z]{2}\b`)

// locationWords returns a location with its code in capitals, as in a Go name: US-central1.
func locationWords(location string) string {
	return twoLetters.ReplaceAllStringFunc(location, strings.ToUpper)
}
