// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "strings"

// findMedia sets the Upload and Download of methods. Many methods support both media and JSON:
// files are created with and without content. Media is required if there is no other body or
// response, or if the method's name starts with "upload" or "download".
func (b *builder) findMedia() {
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			o := m.Operations[0]
			if o.Upload != nil && o.Upload.HasPath() {
				m.Upload = &Upload{Upload: o.Upload, Required: o.Body == nil || isCalled(o.Name, "upload")}
			}
			if o.Download != nil {
				m.Download = &Download{Download: o.Download, Only: o.Response == nil || isCalled(o.Name, "download")}
			}
		}
	}
}

// isCalled reports whether a method's name starts with a verb, as in "upload" and "uploadapk".
func isCalled(name, verb string) bool { return strings.HasPrefix(strings.ToLower(name), verb) }
