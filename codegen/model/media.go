// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "strings"

// findMedia recognises the methods that take or give media. Many do so beside
// plain JSON: files are created with and without content. A method is for media
// alone where there is nothing else to send or to return, and where the document
// calls it an upload or a download.
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

// isCalled tells whether a method's name begins with a verb: "upload" and
// "uploadapk".
func isCalled(name, verb string) bool { return strings.HasPrefix(strings.ToLower(name), verb) }
