// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

func newEndpoints(file *protogen.File) []constantView {
	rule, _ := proto.GetExtension(file.Desc.Options(), apipb.E_File).(*apipb.FileRule)
	var constants constants
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
		constants.add(constants.Endpoint(e.GetLocation()), e.GetUrl(), e.GetDescription(), about)
	}
	return constants.views
}
