// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/gonames"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// withMedia returns the Go methods that call an RPC (gonames.MethodsOf).
func withMedia(plain *methodView, rule *apipb.MethodRule) []*methodView {
	names := gonames.MethodsOf(plain.proto)
	var views []*methodView
	upload, download := rule.GetMediaUpload(), rule.GetMediaDownload()
	if names.Plain != "" {
		views = append(views, plain)
	}
	if upload != nil {
		v := *plain
		v.Upload, v.Paged = true, false
		v.paths = []string{verbOf(plain) + " " + cmp.Or(upload.GetSimplePath(), upload.GetResumablePath())}
		v.note = uploadNote(upload)
		if !upload.GetRequired() {
			v.rename(names.Upload, "is like "+plain.GoName+" but also uploads media.")
		}
		v.Comment = methodComment(&v, rule)
		views = append(views, &v)
	}
	if download != nil {
		v := *plain
		v.Download, v.Paged, v.Empty = true, false, false
		v.paths = []string{plain.paths[0] + "?alt=media"}
		v.note = "The caller must close the returned [rest.Download]."
		if !download.GetOnly() {
			v.rename(names.Download, "is like "+plain.GoName+" but returns media instead of a response message.")
		}
		v.Comment = methodComment(&v, rule)
		views = append(views, &v)
	}
	return views
}

// rename sets the name of the method and its summary.
func (v *methodView) rename(name, summary string) {
	v.GoName, v.summary = name, name+" "+summary
}

func verbOf(v *methodView) string {
	verb, _, _ := strings.Cut(v.paths[0], " ")
	return verb
}

// uploadNote returns sentences about the reader of an upload and the limits of the media.
func uploadNote(upload *apipb.MediaUpload) string {
	text := "The client reads media until io.EOF and does not close it."
	if size := upload.GetMaxSize(); size > 0 {
		text += " The maximum size is " + strconv.FormatInt(size, 10) + " bytes."
	}
	if accept := upload.GetAccept(); len(accept) > 0 && !slices.Contains(accept, "*/*") {
		text += " The media type must match " + enumeration(accept, "or") + "."
	}
	return text
}
