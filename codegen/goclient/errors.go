// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
)

// newErrors returns a variable for each error that methods name. The value is the full
// name of the error.
func newErrors(file *protogen.File) []constantView {
	var constants constants
	taken := make(map[string]bool)
	for _, s := range file.Services {
		for _, m := range s.Methods {
			for _, e := range methodRule(m).GetErrors() {
				if taken[e.GetName()] {
					continue
				}
				taken[e.GetName()] = true
				about := " means that " + strings.TrimSuffix(inOneLine(e.GetDescription()), ".") + "."
				constants.add(constants.Error(e.GetName()), string(file.Desc.Package())+"."+e.GetName(), e.GetDescription(), about)
			}
		}
	}
	return constants.views
}
